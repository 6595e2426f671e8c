"use strict";
const filter = document.getElementById("filter");
const prints = document.getElementById("prints");
if (filter) {
  const articles = [...document.querySelectorAll("article")];
  const found = document.getElementById("found");
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().normalize("NFKC").toLowerCase();
    let shown = 0;
    for (const article of articles) {
      const fits = article.textContent.normalize("NFKC").toLowerCase().includes(wanted);
      article.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    found.textContent = wanted ? `${shown} / ${articles.length}` : "";
  });
  prints.addEventListener("change", () => document.body.classList.toggle("without-prints", !prints.checked));
}
