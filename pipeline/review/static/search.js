"use strict";
// Searching all printed values of the document.

let valueTexts = null;

/** Numbers of the values that hold every word, in reading order. */
function searchValues(text) {
  valueTexts ??= DATA.values.map((value) => searchable([value.label, value.value, value.target.printed, value.row].join(" ")));
  const wanted = searchable(text).split(/\s+/).filter(Boolean);
  if (!wanted.length) return [];
  return valueTexts.map((_, number) => number).filter((number) => wanted.every((word) => valueTexts[number].includes(word)));
}

/** Cells with a value that is found, in reading order. */
function searchCells(text) {
  const values = new Set(searchValues(text));
  return DATA.cells.map((_, number) => number).filter((number) => DATA.cells[number].values.some((value) => values.has(value)));
}

/** Go to the next (or previous) cell that is found, around the document. */
function stepSearch(step) {
  const cells = searchCells(browser.text);
  const tally = $("page-search-tally");
  if (!cells.length) {
    tally.textContent = browser.text ? "0" : "";
    return;
  }
  const at = cells.indexOf(browser.cell);
  const next = at >= 0 ? (at + step + cells.length) % cells.length : nearestFrom(cells, step);
  tally.textContent = `${next + 1} / ${cells.length}`;
  const found = cells[next];
  const value = DATA.cells[found].values.find((number) => searchValues(browser.text).includes(number));
  showPage(DATA.cells[found].page, value);
  $("page-search").focus();
}

function nearestFrom(cells, step) {
  const ahead = cells.findIndex((number) => DATA.cells[number].page >= browser.page);
  return step > 0 && ahead >= 0 ? ahead : step > 0 ? 0 : cells.length - 1;
}
