"use strict";
// The document page by page, every cell outlined, and what is known of the chosen one.

const browser = { page: 1, cell: null, value: null, zoom: 1, text: "" };

const cellsOfPage = Map.groupBy
  ? Map.groupBy(DATA.cells.map((_, number) => number), (number) => DATA.cells[number].page)
  : DATA.cells.reduce((pages, cell, number) => pages.set(cell.page, [...(pages.get(cell.page) || []), number]), new Map());

const findingsOfValue = new Map();
DATA.findings.forEach((finding, number) => {
  if (finding.valueNumber === null || finding.valueNumber === undefined) return;
  findingsOfValue.set(finding.valueNumber, [...(findingsOfValue.get(finding.valueNumber) || []), number]);
});

const stateOrder = ["flagged", "added", "corrected", "accepted", "reported", "differ", "single", "agree"];
const actionStates = { correct: "corrected", accept: "accepted", report: "reported" };

/** How things stand with a value: a decision, an open finding, or what the two readers say. */
function valueState(number) {
  const value = DATA.values[number];
  const decision = validDecision(value.target);
  if (decision) return actionStates[decision.action];
  if ((findingsOfValue.get(number) || []).some((finding) => isOpen(DATA.findings[finding]))) return "flagged";
  return value.added ? "added" : value.corrected ? "corrected" : value.agreement;
}

function cellState(number) {
  const states = DATA.cells[number].values.map(valueState);
  return stateOrder.find((state) => states.includes(state));
}

const valueTitle = (value) => [value.label, columnName(value.target.table, value.target.column)].filter(Boolean).join(" · ");
const valueText = (value) => readable(value.value, value.target.table, value.target.column, value.unit);

function cellLabel(number) {
  const cell = DATA.cells[number];
  const first = DATA.values[cell.values[0]];
  const more = cell.values.length > 1 ? ` (+${cell.values.length - 1})` : "";
  return `${valueTitle(first)}: ${shortened(valueText(first))}${more} — ${t(cellState(number))}`;
}

/** Show a page, with a value's cell chosen when one is named. */
function showPage(page, valueNumber = null) {
  browser.page = Math.min(Math.max(1, page), lastPage());
  const cells = cellsOfPage.get(browser.page) || [];
  browser.value = valueNumber;
  browser.cell = valueNumber === null || valueNumber === undefined
    ? null : cells.find((number) => DATA.cells[number].values.includes(valueNumber)) ?? null;
  renderPage();
  if (browser.cell !== null) focusCell(browser.cell);
  else $("page-scroll").scrollTop = 0;
}

const lastPage = () => Math.max(1, DATA.pages.length, ...cellsOfPage.keys());

function renderPage() {
  const size = pageSize(browser.page);
  const sheet = $("sheet");
  sheet.classList.toggle("without-picture", !DATA.pages.length);
  sheet.style.aspectRatio = DATA.pages.length ? `${size.width} / ${size.height}` : "auto";
  sheet.style.width = `${Math.round(browser.zoom * 100)}%`;
  sheet.setAttribute("aria-label", `${t("page")} ${browser.page}: ${t("cells_on_page")}`);
  sheet.setAttribute("role", "group");
  const address = pageImage(browser.page);
  const cells = cellsOfPage.get(browser.page) || [];
  fill(sheet, address ? h("img", { src: address, alt: `${t("page")} ${browser.page}` }) : h("p", { class: "note" }, t("no_image")),
    cells.map((number) => cellButton(number, size, number === (browser.cell ?? cells[0]))), h("div", { class: "tip", hidden: true }));
  $("page-number").value = browser.page;
  $("page-number").max = lastPage();
  $("page-total").textContent = `/ ${lastPage()}`;
  $("page-previous").disabled = browser.page <= 1;
  $("page-next").disabled = browser.page >= lastPage();
  for (const [id, words] of [["page-previous", "previous_page"], ["page-next", "next_page"], ["zoom-in", "zoom_in"], ["zoom-out", "zoom_out"]]) {
    $(id).title = t(words);
    $(id).setAttribute("aria-label", t(words));
  }
  sheet.classList.toggle("adding", adding.isOn);
  drawBox();
  renderPageList();
  renderLegend(cells);
  renderInspector();
}

function cellButton(number, size, isStop) {
  const [x0, top, x1, bottom] = DATA.cells[number].box;
  const button = h("button", {
    type: "button", class: `cell ${cellState(number)}${number === browser.cell ? " chosen" : ""}`, id: `cell-${number}`,
    tabIndex: isStop ? 0 : -1, "aria-label": cellLabel(number), "aria-pressed": String(number === browser.cell),
    onclick: () => chooseCell(number), onmouseenter: () => showTip(number), onmouseleave: hideTip,
    onfocus: () => showTip(number), onblur: hideTip, onkeydown: (event) => moveByKey(event, number),
  }, DATA.pages.length ? null : cellLabel(number));
  const percent = (part, whole) => `${(100 * part) / whole}%`;
  Object.assign(button.style, {
    left: percent(x0, size.width), top: percent(top, size.height),
    width: percent(Math.max(4, x1 - x0), size.width), height: percent(Math.max(4, bottom - top), size.height),
  });
  return button;
}

function showTip(number) {
  if (number === browser.cell) return; // the inspector shows it
  const tip = $("sheet").querySelector(".tip");
  const cell = DATA.cells[number];
  const size = pageSize(browser.page);
  const lines = cell.values.slice(0, 8).map((value) => h("span", { class: "line" },
    h("small", {}, columnName(DATA.values[value].target.table, DATA.values[value].target.column)), ` ${shortened(valueText(DATA.values[value]))}`));
  fill(tip, h("strong", {}, DATA.values[cell.values[0]].label), lines,
    cell.values.length > 8 ? h("span", { class: "line" }, `… +${cell.values.length - 8}`) : null,
    h("span", { class: `state ${cellState(number)}` }, t(cellState(number))));
  tip.hidden = false;
  const isLow = cell.box[3] > size.height * 0.75;
  tip.style.left = `${Math.min(62, (100 * cell.box[0]) / size.width)}%`;
  tip.style.top = isLow ? "auto" : `${(100 * (cell.box[3] + 3)) / size.height}%`;
  tip.style.bottom = isLow ? `${100 - (100 * (cell.box[1] - 3)) / size.height}%` : "auto";
}

function hideTip() {
  const tip = $("sheet").querySelector(".tip");
  if (tip) tip.hidden = true;
}

function chooseCell(number) {
  browser.cell = number;
  hideTip();
  if (!DATA.cells[number].values.includes(browser.value)) browser.value = null;
  for (const button of $("sheet").querySelectorAll(".cell")) {
    const isChosen = button.id === `cell-${number}`;
    button.classList.toggle("chosen", isChosen);
    button.setAttribute("aria-pressed", String(isChosen));
    button.tabIndex = isChosen ? 0 : -1;
  }
  renderInspector();
}

function focusCell(number) {
  const button = $(`cell-${number}`);
  button?.focus({ preventScroll: true });
  button?.scrollIntoView({ block: "center", inline: "nearest" });
}

/** The nearest cell in the arrow's direction takes the focus. */
function moveByKey(event, number) {
  const direction = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  if (!direction) return;
  event.preventDefault();
  const from = centre(number);
  let best = null;
  for (const other of cellsOfPage.get(browser.page) || []) {
    const to = centre(other);
    const ahead = (to.x - from.x) * direction[0] + (to.y - from.y) * direction[1];
    const aside = Math.abs((to.x - from.x) * direction[1]) + Math.abs((to.y - from.y) * direction[0]);
    if (other === number || ahead < 1) continue;
    const distance = ahead + aside * 3;
    if (best === null || distance < best.distance) best = { other, distance };
  }
  if (best === null) return;
  $(`cell-${number}`).tabIndex = -1;
  $(`cell-${best.other}`).tabIndex = 0;
  focusCell(best.other);
}

function centre(number) {
  const [x0, top, x1, bottom] = DATA.cells[number].box;
  return { x: (x0 + x1) / 2, y: (top + bottom) / 2 };
}

function renderPageList() {
  const list = $("page-list");
  list.setAttribute("aria-label", t("pages_nav"));
  const severityOfPage = new Map();
  for (const finding of DATA.findings.filter((one) => one.page && isOpen(one)).reverse()) severityOfPage.set(finding.page, finding.severity);
  const pages = Array.from({ length: lastPage() }, (_, index) => index + 1);
  fill(list, pages.map((page) => h("button", {
    type: "button", class: `page-button ${severityOfPage.get(page) || ""}`, "aria-current": page === browser.page ? "page" : null,
    "aria-label": `${t("page")} ${page}${severityOfPage.has(page) ? `, ${t("flagged")}` : ""}`, onclick: () => showPage(page),
  }, String(page))));
  list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

function renderLegend(cells) {
  const counts = new Map();
  for (const number of cells) counts.set(cellState(number), (counts.get(cellState(number)) || 0) + 1);
  fill($("page-legend"), stateOrder.filter((state) => counts.has(state)).map((state) =>
    h("span", { class: `key ${state}` }, `${t(state)} ${counts.get(state)}`)));
}

function renderInspector() {
  const inspector = $("inspector");
  inspector.setAttribute("aria-label", t("inspector"));
  if (adding.isOn) {
    if (!inspector.querySelector(".adding-form")) fill(inspector, addingForm());
    return;
  }
  if (browser.cell === null) {
    fill(inspector, h("p", { class: "note big" }, t("choose_cell")));
    return;
  }
  const numbers = DATA.cells[browser.cell].values;
  browser.value ??= numbers[0];
  fill(inspector, h("h2", {}, DATA.values[numbers[0]].label),
    numbers.length > 1 ? h("h3", {}, t("values_here")) : null,
    h("ul", { class: "cell-values" }, numbers.map(valueItem)),
    valueDetail(browser.value));
  inspector.scrollTop = 0;
}

function valueItem(number) {
  const value = DATA.values[number];
  const isChosen = number === browser.value;
  return h("li", {}, h("button", {
    type: "button", class: "cell-value", "aria-expanded": String(isChosen),
    onclick: () => { browser.value = number; renderInspector(); },
  },
  h("span", { class: "name" }, columnPlace(value.target.table, value.target.column)),
  h("span", { class: "text" }, isChosen ? valueText(value) : shortened(valueText(value))),
  h("span", { class: `state ${valueState(number)}` }, t(valueState(number)))));
}

function valueDetail(number) {
  const value = DATA.values[number];
  const findings = findingsOfValue.get(number) || [];
  const subject = {
    target: value.target, table: value.target.table, column: value.target.column, value: value.value, unit: value.unit,
    printedUnit: value.printedUnit, proposal: findings.map((finding) => DATA.findings[finding].proposal).find((text) => text !== null) ?? null,
  };
  return h("div", { class: "value-detail" },
    h("dl", { class: "values" },
      h("div", { class: "printed" }, h("dt", {}, t("printed")), h("dd", {}, value.target.printed || t("empty"))),
      h("div", {}, h("dt", {}, t("state")), h("dd", {}, `${t(value.agreement)} (${value.reader})`))),
    findings.length ? h("h3", {}, t("findings_here")) : null,
    value.added ? addedBlock(value) : null,
    findings.map((finding) => h("button", { type: "button", class: `finding-link ${DATA.findings[finding].severity}`,
      onclick: () => { showView("findings"); revealFinding(finding); } }, DATA.findings[finding][`message_${language()}`])),
    decisionForm(subject, () => renderPage()),
    h("p", { class: "ids" }, value.row));
}

/** The decision that added the value's row, to be taken anew or back. */
function addedBlock(value) {
  const decision = decisionOn({ table: value.target.table, row: value.target.row });
  if (!decision) return h("p", { class: "note" }, t("withdrawn"));
  return h("div", {}, currentDecision(decision, decision, renderPage),
    h("button", { type: "button", class: "quiet", onclick: () => startAdding(decision) }, t("edit_row")));
}

/** Choose a finding in the list, whatever the filters say. */
function revealFinding(number) {
  if (!visibleFindings().includes(number)) {
    Object.assign(shown, { text: "", check: "", severities: new Set(severityOrder), states: new Set(["open", "decided"]) });
    $("finding-search").value = "";
  }
  shown.chosen = number;
  renderFindings();
  $(`finding-${number}`)?.scrollIntoView({ block: "nearest" });
}
