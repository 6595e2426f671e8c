"use strict";
// Views, language, keys, saving.

const viewNames = ["findings", "pages", "charts", "decisions"];
let view = "findings";

/** Show one of the views; what it shows is made when it is first looked at. */
function showView(name) {
  view = name;
  for (const one of viewNames) {
    $(one).hidden = one !== name;
    const tab = $(`tab-${one}`);
    tab.setAttribute("aria-selected", String(one === name));
    tab.tabIndex = one === name ? 0 : -1;
  }
  if (name === "findings") renderFindings();
  if (name === "pages") renderPage();
  if (name === "decisions") renderDecisions();
}

function renderDecisions() {
  const standing = standingDecisions();
  const items = standing.map((decision) => {
    const value = DATA.values.find((one) => placeKey(one.target) === placeKey(decision));
    const finding = DATA.findings.find((one) => placeKey(one.target) === placeKey(decision));
    const label = value ? valueTitle(value) : finding ? finding.label || finding.message_ja : "";
    const open = () => {
      if (decision.action === "add") { showView("pages"); showPage(decision.page); startAdding(decision); }
      else if (value) { showView("pages"); showPage(DATA.cells.find((cell) => cell.values.includes(DATA.values.indexOf(value))).page, DATA.values.indexOf(value)); }
      else { showView("findings"); revealFinding(DATA.findings.indexOf(finding)); }
    };
    return h("li", { class: `decision ${decision.action}` },
      h("p", {}, h("strong", {}, decisionWords(decision)), " ", h("span", { class: "badge" }, isTakenHere(decision) ? t("unsaved") : t("on_file"))),
      h("p", {}, label || addedLabel(decision) || decision.row || decision.check),
      h("p", { class: "note" }, `${t("printed")}: ${shortened(decision.printed.replace(/\s+/g, " ")) || t("empty")} · ${t("reason")}: ${decision.reason} (${decision.who}, ${decision.when})`),
      h("p", { class: "buttons" },
        value || finding || decision.action === "add" ? h("button", { class: "quiet", onclick: open }, t(decision.action === "add" ? "edit_row" : "show")) : null,
        h("button", { class: "quiet", onclick: () => { withdraw(decision); announce(t("withdrawn")); renderDecisions(); } }, t("withdraw"))));
  });
  fill($("decision-list"), items.length ? items : h("li", { class: "note" }, t("no_decisions")));
  $("decisions-text").textContent = decisionsText();
}

/** An added row in words: its owner and what it says. */
function addedLabel(decision) {
  if (decision.action !== "add") return "";
  const owner = Object.values(DATA.adding.owners).flat().find((one) => decision.row.startsWith(one.id));
  const values = Object.entries(decision.values ?? {}).map(([column, value]) => `${columnName(decision.table, column)} ${value}`);
  return [owner?.label, ...values].filter(Boolean).join(" · ");
}

function renderCounts() {
  // Reasons given so far are offered again: one slip often has many of its kind.
  const reasons = [...new Set(standingDecisions().map((decision) => decision.reason))];
  fill($("reasons"), reasons.map((reason) => h("option", { value: reason })));
  const open = DATA.findings.filter(isOpen).length;
  $("count-findings").textContent = open || "";
  $("count-decisions").textContent = standingDecisions().length || "";
  $("count-unsaved").textContent = unsavedCount() || "";
  const gate = $("gate");
  gate.textContent = t(DATA.isHeldBack ? "held_back" : "published");
  gate.className = `gate ${DATA.isHeldBack ? "held" : ""}`;
}

function saveDecisions() {
  const address = URL.createObjectURL(new Blob([decisionsText()], { type: "application/toml" }));
  h("a", { href: address, download: "decisions.toml" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  markSaved();
  announce(t("saved"));
}

async function copyDecisions() {
  let words = "copied";
  try { await navigator.clipboard.writeText(decisionsText()); } catch { words = "not_copied"; }
  if (words === "copied") markSaved();
  $("copy-note").textContent = t(words);
  $("decisions-text").closest("details").open = words === "not_copied";
}

function setLanguage(name) {
  document.documentElement.dataset.language = name;
  document.documentElement.lang = name;
  storage.set("language", name);
  const button = $("language-button");
  button.textContent = t("language");
  button.lang = name === "ja" ? "en" : "ja";
  const search = $("page-search");
  search.placeholder = t("search_pages");
  search.setAttribute("aria-label", t("search_pages"));
  renderCounts();
  showView(view);
}

const keyHelp = [
  ["j / k · n / p", "key_next"], ["/", "key_search"], ["1 2 3", "key_actions"], ["o", "key_page"], ["a", "key_add"],
  ["← ↑ → ↓", "key_arrows"], ["Enter", "key_enter"], ["g + f / v / c / d", "key_tabs"], ["?", "key_help"],
];

function showKeys() {
  const dialog = $("keys-dialog");
  dialog.setAttribute("aria-label", t("keys"));
  fill(dialog, h("h2", {}, t("keys")),
    h("dl", {}, keyHelp.map(([keys, words]) => h("div", {}, h("dt", {}, h("kbd", {}, keys)), h("dd", {}, t(words))))),
    h("button", { class: "primary", onclick: () => dialog.close() }, t("close")));
  dialog.showModal();
}

const isTyping = (element) => element.matches("textarea, select, input:not([type=radio])");
let isAfterG = false;

function step(by) {
  if (view === "findings") stepFinding(by);
  else if (view === "pages") showPage(browser.page + by);
}

function chooseAction(number) {
  const panel = view === "findings" ? $("finding-detail") : $("inspector");
  panel.querySelectorAll("input[name=action]")[number]?.click();
}

const keyActions = {
  j: () => step(1), n: () => step(1), k: () => step(-1), p: () => step(-1),
  "/": () => $(view === "pages" ? "page-search" : "finding-search").focus(),
  1: () => chooseAction(0), 2: () => chooseAction(1), 3: () => chooseAction(2),
  o: () => { if (view === "findings" && shown.chosen !== null) openFindingPage(DATA.findings[shown.chosen]); },
  a: () => { if (view === "pages" && !adding.isOn) startAdding(); },
  "?": showKeys,
};

function pressed(event) {
  if (event.key === "Escape" && isTyping(event.target)) event.target.blur();
  else if (event.key === "Escape" && adding.isOn) stopAdding();
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || $("keys-dialog").open) return;
  const toView = isAfterG && { f: "findings", v: "pages", c: "charts", d: "decisions" }[event.key];
  isAfterG = event.key === "g";
  const action = toView ? () => { showView(toView); $(`tab-${toView}`).focus(); } : keyActions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

function moveTab(event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const next = viewNames[(viewNames.indexOf(view) + by + viewNames.length) % viewNames.length];
  showView(next);
  $(`tab-${next}`).focus();
}

function openRow(row) {
  const number = DATA.values.findIndex((value) => value.row === row && value.target.column === "target_value");
  const cell = DATA.cells.find((one) => one.values.includes(number));
  if (!cell) return;
  showView("pages");
  showPage(cell.page, number);
}

function listen() {
  for (const name of viewNames) $(`tab-${name}`).addEventListener("click", () => showView(name));
  document.querySelector(".tabs").addEventListener("keydown", moveTab);
  document.addEventListener("keydown", pressed);
  $("language-button").addEventListener("click", () => setLanguage(isEnglish() ? "ja" : "en"));
  $("save-button").addEventListener("click", saveDecisions);
  $("download-button").addEventListener("click", saveDecisions);
  $("copy-button").addEventListener("click", copyDecisions);
  $("print-button").addEventListener("click", printFindings);
  $("keys-button").addEventListener("click", showKeys);
  $("add-row-button").addEventListener("click", () => (adding.isOn ? stopAdding() : startAdding()));
  startDrawing();
  $("page-previous").addEventListener("click", () => showPage(browser.page - 1));
  $("page-next").addEventListener("click", () => showPage(browser.page + 1));
  $("page-number").addEventListener("change", (event) => showPage(Number(event.target.value) || 1));
  $("page-search").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    browser.text = event.target.value;
    stepSearch(event.shiftKey ? -1 : 1);
  });
  for (const [id, factor] of [["zoom-in", 1.25], ["zoom-out", 0.8]]) {
    $(id).addEventListener("click", () => { browser.zoom = Math.min(3, Math.max(0.5, browser.zoom * factor)); renderPage(); });
  }
  for (const button of document.querySelectorAll("[data-row]")) button.addEventListener("click", () => openRow(button.dataset.row));
  decisionListeners.push(renderCounts);
  window.addEventListener("beforeunload", (event) => { if (unsavedCount() && !storage.get("decisions")) event.preventDefault(); });
}

startFindings();
listen();
setLanguage(storage.get("language") === "en" ? "en" : "ja");
