"use strict";
// For paper: every finding that the filters let through, with its crop and decision, one under the other.

function buildPrint() {
  const sections = visibleFindings().map((number) => {
    const finding = DATA.findings[number];
    const decision = validDecision(finding.target);
    return h("section", {},
      h("p", { class: "kicker" }, h("span", { class: `severity ${finding.severity}` }, t(finding.severity)), ` ${finding.check_id}${finding.page ? ` · p.${finding.page}` : ""}`),
      h("h2", {}, finding[`message_${language()}`]),
      h("p", { class: "place" }, [finding.label, columnName(finding.table, finding.column)].filter(Boolean).join(" · ")),
      finding.page && finding.boxes.length ? cropElement(finding.page, finding.boxes, "") : null,
      findingValues(finding),
      h("p", { class: "verdict" }, decision ? `${decisionWords(decision)} — ${decision.reason} (${decision.who}, ${decision.when})` : finding.adjudication || "☐ ______________________________"));
  });
  fill($("print-area"), h("h1", {}, document.querySelector("h1").textContent), h("p", {}, EDITION_NAME), sections);
}

/** Build the paper version, wait for its pictures, print. */
async function printFindings() {
  buildPrint();
  await Promise.all([...$("print-area").querySelectorAll("img")].map((image) => image.decode().catch(() => null)));
  window.print();
}

window.addEventListener("beforeprint", () => { if (!$("print-area").childElementCount) buildPrint(); });
window.addEventListener("afterprint", () => fill($("print-area")));
