"use strict";
// What a slip touches: the values it is compared with, and what else does not agree because of it.

/** Boxes on a page of the values that a finding is compared with. */
function touchedBoxes(finding) {
  const values = new Set(finding.touches.map((one) => one.valueNumber));
  return DATA.cells
    .filter((cell) => cell.page === finding.page && cell.values.some((value) => values.has(value)))
    .map((cell) => cell.box);
}

/** The proposal's name with how sure it is. */
const proposalName = (finding) =>
  (finding.confidence ? `${t("proposal")} (${t(`sure_${finding.confidence}`)})` : t("proposal"));

function evidenceBlock(finding) {
  if (!finding.touches.length && !finding.consequences.length) return null;
  return h("section", { class: "evidence", "aria-label": t("evidence") },
    h("h3", {}, t("evidence")),
    finding.touches.length ? h("p", { class: "note" }, t("touches_help")) : null,
    h("ul", { class: "touched" }, finding.touches.map(touchedItem)),
    finding.consequences.length ? h("h3", {}, `${t("consequences")} ${finding.consequences.length}`) : null,
    h("ul", { class: "consequences" }, finding.consequences.map(consequenceItem)));
}

function touchedItem(one) {
  const known = DATA.values[one.valueNumber];
  const unit = known && known.target.column === one.column ? known.unit : "";
  const words = [one.label, columnName(one.table, one.column)].filter(Boolean).join(" · ");
  return h("li", {},
    h("span", { class: "name" }, words),
    h("span", { class: "text" }, one.value === null ? "" : shortened(readable(one.value, one.table, one.column, unit))),
    known ? h("button", { type: "button", class: "quiet", "aria-label": `${t("open_page")}: ${words}`, onclick: () => openValue(one.valueNumber) }, t("open_page")) : null);
}

function consequenceItem(one) {
  return h("li", {},
    h("p", {}, h("strong", {}, DATA.checks[one.check]?.[`title_${language()}`] || one.check), ` ${one[language()]}`),
    one.values.length ? h("ul", { class: "touched" }, one.values.map(touchedItem)) : null);
}

/** Show the page of a value with its cell chosen. */
function openValue(number) {
  const cell = DATA.cells.find((one) => one.values.includes(number));
  if (!cell) return;
  showView("pages");
  showPage(cell.page, number);
}
