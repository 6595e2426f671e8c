"use strict";
// A row that is on the page but was not read: which table, what it says, and where it stands.

// `box` in points on `page`; null until it is drawn or taken from a cell.
const adding = { isOn: false, page: 1, box: null, start: null, decision: null };

/** Open the form; with a decision that is to be taken anew. */
function startAdding(decision = null) {
  Object.assign(adding, {
    isOn: true, decision, page: decision?.page ?? browser.page,
    box: decision?.box ?? (browser.cell === null ? null : DATA.cells[browser.cell].box),
  });
  if (adding.page !== browser.page) browser.page = adding.page;
  browser.cell = null;
  renderPage();
  $("inspector").querySelector("select, input")?.focus();
}

function stopAdding() {
  Object.assign(adding, { isOn: false, box: null, start: null, decision: null });
  renderPage();
}

/** Ids taken by rows that were read and by rows added here. */
function takenIds(table) {
  const added = standingDecisions().filter((one) => one.action === "add" && one.table === table).map((one) => one.row);
  return new Set([...DATA.adding.rows[table], ...added]);
}

/** The id after the last of an owner: k2 after k1, m32 after m31, ordinal 4 after 3. */
function nextId(table, owner) {
  const { letter } = DATA.adding.tables[table];
  const stem = table === "kpis" ? `${owner}:k` : `${DATA.adding.prefix}${letter}`;
  const ids = takenIds(table);
  for (let number = 1; ; number += 1) {
    const id = stem + (table === "kpis" ? number : String(number).padStart(2, "0"));
    if (!ids.has(id)) return id;
  }
}

function nextOrdinal(owner) {
  const ids = takenIds("projects");
  let number = 1;
  while (ids.has(`${owner}/${number}`)) number += 1;
  return String(number);
}

/** The form in place of the inspector. */
function addingForm() {
  const before = adding.decision;
  const state = { table: before?.table ?? "kpis" };
  const body = h("div", { class: "adding-body" });
  const problem = h("p", { class: "problem", role: "alert" });
  const table = h("select", { "aria-label": t("table"), disabled: Boolean(before), onchange: () => { state.table = table.value; renderBody(); } },
    Object.keys(DATA.adding.tables).map((name) => h("option", { value: name, selected: name === state.table }, tableName(name))));
  const printed = h("textarea", { "aria-label": t("printed"), rows: "3", class: "printed" }, before?.printed ?? "");
  const reason = h("input", { "aria-label": t("reason"), class: "reason", list: "reasons", value: before?.reason ?? "", autocomplete: "off" });
  const who = h("input", { "aria-label": t("who"), class: "who", value: before?.who ?? storage.get("who") ?? "", autocomplete: "name" });
  const form = h("form", { class: "decision-form adding-form", onsubmit: submit },
    h("h2", {}, t("add_row")), h("p", { class: "note" }, t("add_help")),
    labelled(t("table"), table), body,
    labelled(t("printed_there"), printed), boxFields(),
    h("div", { class: "because" }, labelled(t("reason"), reason), labelled(t("who"), who)),
    problem,
    h("div", { class: "buttons" }, h("button", { class: "primary record", type: "submit" }, t("record")),
      h("button", { type: "button", class: "quiet", onclick: stopAdding }, t("cancel"))));
  renderBody();
  return form;

  function renderBody() {
    const known = DATA.adding.tables[state.table];
    const values = before?.values ?? {};
    const parts = before ? keyParts(before) : {};
    const owners = DATA.adding.owners[known.owner] ?? [];
    const start = parts.owner ?? ownerOnPage(known.owner);
    fill(body,
      known.owner ? labelled(tableName(known.owner), h("select", { name: "owner", disabled: Boolean(before), "aria-label": tableName(known.owner), onchange: (event) => event.target.classList.add("chosen") },
        owners.map((one) => h("option", { value: one.id, selected: one.id === start }, one.label)))) : null,
      known.key.filter((name) => !isOrdinal(name)).map((name) => columnField(state.table, name, parts[name] ?? (name === "funding" ? "total" : ""), Boolean(before))),
      known.columns.map((name) => columnField(state.table, name, values[name] ?? "", false)));
  }

  function submit(event) {
    event.preventDefault();
    const found = statedRow(form, state.table, before);
    const missing = found.problem || (!printed.value.trim() && t("printed_needed")) || (!adding.box && t("box_needed"))
      || (!reason.value.trim() && t("reason_needed")) || (!who.value.trim() && t("who_needed"));
    problem.textContent = missing || "";
    if (missing) return;
    keepDecision({
      table: state.table, row: found.row, page: adding.page, printed: printed.value.trim(), action: "add",
      box: adding.box.map((edge) => Math.round(edge * 100) / 100), document: DATA.adding.document,
      reason: reason.value.trim(), who: who.value.trim(), when: today(), values: found.values,
    });
    announce(t("recorded"));
    stopAdding();
  }
}

const isOrdinal = (name) => name === "ordinal";
const labelled = (words, control) => h("label", { class: "field" }, h("span", {}, words), control);

/** The measure (or agreement) whose cells are nearest to the framed place, else the first one of the page. */
function ownerOnPage(owner) {
  const ids = (DATA.adding.owners[owner] ?? []).map((one) => one.id);
  const ownerOf = (row) => ids.find((id) => row === id || row.startsWith(`${id}/`) || row.startsWith(`${id}:`));
  const middle = adding.box ? (adding.box[1] + adding.box[3]) / 2 : 0;
  const near = (cellsOfPage.get(browser.page) || [])
    .map((cell) => ({ away: Math.abs(centre(cell).y - middle), id: ownerOf(DATA.values[DATA.cells[cell].values[0]].row) }))
    .filter((one) => one.id);
  return near.sort((one, other) => one.away - other.away)[0]?.id;
}

function columnField(table, name, value, isFixed) {
  const field = fieldOf(table, name);
  const choices = field.enum || (field.type === "boolean" ? ["true", "false"] : null);
  const attributes = { name, "aria-label": columnName(table, name), disabled: isFixed };
  const control = choices
    ? h("select", attributes, ["", ...choices].map((choice) => h("option", { value: choice, selected: choice === String(value) }, choice && choiceName(choice))))
    : h("input", { ...attributes, value: String(value), inputmode: field.type === "string" ? "text" : "decimal", autocomplete: "off" });
  return labelled(columnName(table, name) + (field.required ? " *" : ""), control);
}

/** What the id of an added row says, by column. */
function keyParts(decision) {
  const known = DATA.adding.tables[decision.table];
  if (!known.key.length) return { owner: decision.row.replace(/:[a-z]\d+$/, "") };
  const parts = decision.row.split("/");
  const owner = known.owner ? parts.shift() : null;
  return { owner, ...Object.fromEntries(known.key.map((name, index) => [name, parts[index]])) };
}

/** The row id and the values of a filled form, or why it is none (`problem`, in words). */
function statedRow(form, table, before) {
  const known = DATA.adding.tables[table];
  const control = (name) => form.elements.namedItem(name);
  const owner = known.owner ? control("owner").value : "";
  const values = {};
  for (const name of known.columns) {
    const checked = checkedValue(control(name).value, { table, column: name, printedUnit: null });
    if (checked.problem) return { problem: `${columnName(table, name)}: ${t(checked.problem)}` };
    if (checked.value !== "") values[name] = control(name).value.trim();
  }
  const problem = unstated(table, known.columns, values);
  if (problem || before) return { problem, row: before?.row, values };
  if (!known.key.length) return { row: nextId(table, owner), values };
  const keys = known.key.map((name) => (isOrdinal(name) ? nextOrdinal(owner) : control(name).value.trim().normalize("NFKC")));
  if (keys.some((part) => !part || part.includes("/"))) return { problem: t("key_needed") };
  const row = [...(known.owner ? [owner] : []), ...keys].join("/");
  return takenIds(table).has(row) ? { problem: t("row_there") } : { row, values };
}

/** What must be said and is not: a required column, a value or its reason, the print of a value. */
function unstated(table, columns, values) {
  const first = { measures: "name", kpis: "indicator", agreements: "content" }[table];
  for (const name of columns) {
    const { required, reason } = fieldOf(table, name);
    const words = columnName(table, name);
    if ((required || name === first) && !(name in values)) return `${words}: ${t("needed")}`;
    if (reason && (name in values) === (reason in values)) return `${words}: ${t("value_or_reason")}`;
    const value = name.endsWith("_raw") && table === "kpis" ? name.replace("_raw", "_value") : null;
    if (value && value in values && !(name in values)) return `${words}: ${t("needed")}`;
  }
  return null;
}

function boxFields() {
  const edges = ["x0", "top", "x1", "bottom"].map((edge, index) => h("input", {
    class: "edge", inputmode: "decimal", "aria-label": `${t("box")} ${edge}`, value: adding.box ? String(Math.round(adding.box[index] * 10) / 10) : "",
    onchange: readEdges,
  }));
  return h("fieldset", { class: "box-fields" }, h("legend", {}, `${t("box")} (${t("page")} ${adding.page})`), h("p", { class: "note" }, t("box_help")), edges);

  function readEdges() {
    const numbers = edges.map((edge) => Number(edge.value));
    const isBox = edges.every((edge) => edge.value.trim() !== "") && numbers[0] < numbers[2] && numbers[1] < numbers[3];
    adding.box = isBox ? numbers : null;
    drawBox();
  }
}

/** The rectangle being drawn, and those of rows already added on this page. */
function drawBox() {
  const sheet = $("sheet");
  sheet.querySelectorAll(".added-box").forEach((old) => old.remove());
  const size = pageSize(browser.page);
  const recorded = standingDecisions().filter((one) => one.action === "add" && one.page === browser.page && one !== adding.decision);
  for (const one of recorded) sheet.append(placedBox(one.box, size, `${t("added")}: ${one.printed}`));
  if (adding.isOn && adding.box && adding.page === browser.page) sheet.append(placedBox(adding.box, size, t("box"), "drawing"));
}

function placedBox([x0, top, x1, bottom], size, words, kind = "") {
  const box = h("div", { class: `added-box ${kind}`, role: "img", "aria-label": words, title: words });
  const percent = (part, whole) => `${(100 * part) / whole}%`;
  Object.assign(box.style, { left: percent(x0, size.width), top: percent(top, size.height), width: percent(x1 - x0, size.width), height: percent(bottom - top, size.height) });
  return box;
}

function pointOnPage(event) {
  const area = $("sheet").getBoundingClientRect();
  const size = pageSize(browser.page);
  const inside = (share) => Math.min(1, Math.max(0, share));
  return [inside((event.clientX - area.left) / area.width) * size.width, inside((event.clientY - area.top) / area.height) * size.height];
}

function startDrawing() {
  const sheet = $("sheet");
  sheet.addEventListener("pointerdown", (event) => {
    if (!adding.isOn) return;
    event.preventDefault();
    Object.assign(adding, { start: pointOnPage(event), page: browser.page });
    sheet.setPointerCapture(event.pointerId);
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!adding.start) return;
    const [x, y] = pointOnPage(event);
    const [fromX, fromY] = adding.start;
    adding.box = [Math.min(x, fromX), Math.min(y, fromY), Math.max(x, fromX), Math.max(y, fromY)];
    drawBox();
  });
  sheet.addEventListener("pointerup", () => {
    if (!adding.start) return;
    adding.start = null;
    if (adding.box && (adding.box[2] - adding.box[0] < 2 || adding.box[3] - adding.box[1] < 2)) adding.box = null;
    $("inspector").querySelector(".box-fields")?.replaceWith(boxFields());
    const owner = $("inspector").querySelector("select[name=owner]:not(.chosen):not(:disabled)");
    if (owner) owner.value = ownerOnPage(DATA.adding.tables[$("inspector").querySelector("select").value].owner) ?? owner.value;
    drawBox();
  });
}
