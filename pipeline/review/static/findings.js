"use strict";
// The list of findings with its filters, and one finding in full.

const shown = {
  text: "",
  severities: new Set(severityOrder),
  states: new Set(["open", "decided"]),
  check: "",
  chosen: null,
  isNear: isNarrow(),
};

/** Whether a finding waits for a decision; one about a stale decision until that is withdrawn or taken anew. */
const isOpen = (finding) => (staleKeys.has(placeKey(finding.target))
  ? !isTakenHere(finding.target)
  : !validDecision(finding.target) && !finding.adjudication);

const findingTexts = DATA.findings.map((finding) => searchable([
  finding.label, finding.row, finding.check_id, finding.message_ja, finding.message_en, finding.observed, finding.expected,
  finding.target.printed, columnName(finding.table, finding.column), DATA.checks[finding.check_id]?.title_ja,
].join(" ")));

/** The numbers of the findings that the filters let through. */
function visibleFindings() {
  const wanted = searchable(shown.text).split(/\s+/).filter(Boolean);
  return DATA.findings.map((_, number) => number).filter((number) => {
    const finding = DATA.findings[number];
    return shown.severities.has(finding.severity)
      && shown.states.has(isOpen(finding) ? "open" : "decided")
      && (!shown.check || finding.check_id === shown.check)
      && wanted.every((word) => findingTexts[number].includes(word));
  });
}

function renderFilters() {
  const search = $("finding-search");
  search.placeholder = t("search_findings");
  search.setAttribute("aria-label", t("search_findings"));
  const count = (test) => DATA.findings.filter(test).length;
  chips("finding-severities", t("severity_group"), severityOrder, shown.severities, (severity) => count((finding) => finding.severity === severity));
  chips("finding-states", t("state_group"), ["open", "decided"], shown.states, (state) => count((finding) => (isOpen(finding) ? "open" : "decided") === state));
  const checks = [...new Set(DATA.findings.map((finding) => finding.check_id))].sort();
  const select = $("finding-check");
  select.setAttribute("aria-label", t("check_filter"));
  fill(select, h("option", { value: "" }, t("all_checks")), checks.map((check) =>
    h("option", { value: check, selected: check === shown.check }, `${DATA.checks[check]?.[`title_${language()}`] || check} (${count((finding) => finding.check_id === check)})`)));
}

function chips(id, label, names, chosen, count) {
  const group = $(id);
  group.setAttribute("aria-label", label);
  fill(group, names.map((name) => h("button", {
    type: "button", class: `chip ${name}`, "aria-pressed": String(chosen.has(name)),
    onclick: () => {
      if (chosen.has(name)) chosen.delete(name); else chosen.add(name);
      renderFindings();
      group.querySelector(`.${name}`).focus();
    },
  }, `${t(name)} ${count(name)}`)));
}

function renderFindings() {
  renderFilters();
  const visible = visibleFindings();
  if (!visible.includes(shown.chosen)) shown.chosen = visible[0] ?? null;
  $("finding-tally").textContent = `${visible.length} / ${DATA.findings.length}`;
  const list = $("finding-list");
  list.setAttribute("aria-label", t("finding_list"));
  const empty = DATA.findings.length ? t("nothing_found") : t("no_findings");
  fill(list, visible.length ? visible.map(findingItem) : h("li", { class: "note", role: "presentation" }, empty));
  list.toggleAttribute("aria-activedescendant", false);
  if (shown.chosen !== null) list.setAttribute("aria-activedescendant", `finding-${shown.chosen}`);
  renderDetail();
}

function findingItem(number) {
  const finding = DATA.findings[number];
  const decision = validDecision(finding.target);
  const state = decision ? decisionWords(decision) : isOpen(finding) ? null : t(finding.adjudication ? "adjudicated" : "withdrawn");
  return h("li", {
    id: `finding-${number}`, role: "option", class: `finding ${finding.severity}${state ? " done" : ""}`,
    "aria-selected": String(number === shown.chosen), onclick: () => chooseFinding(number),
  },
  h("span", { class: "line" },
    h("span", { class: `severity ${finding.severity}` }, t(finding.severity)),
    h("strong", {}, DATA.checks[finding.check_id]?.[`title_${language()}`] || finding.check_id),
    finding.page ? h("span", { class: "page" }, `p.${finding.page}`) : null),
  h("span", { class: "subject" }, finding.label || tableName(finding.table)),
  state ? h("span", { class: `decided ${decision?.action || ""}` }, shortened(state)) : null);
}

function chooseFinding(number) {
  shown.chosen = number;
  shown.isNear = isNarrow();
  for (const item of $("finding-list").querySelectorAll("[role=option]")) {
    item.setAttribute("aria-selected", String(item.id === `finding-${number}`));
  }
  $("finding-list").setAttribute("aria-activedescendant", `finding-${number}`);
  $(`finding-${number}`)?.scrollIntoView({ block: "nearest" });
  renderDetail();
}

/** Go on in the list; stays at its ends. */
function stepFinding(step) {
  const visible = visibleFindings();
  const next = visible[visible.indexOf(shown.chosen) + step];
  if (next !== undefined) chooseFinding(next);
}

/** After a decision: the next open finding below, else this one stays. */
function afterFindingDecision(number) {
  const next = visibleFindings().find((other) => other > number && isOpen(DATA.findings[other]));
  if (next !== undefined && decisionOn(DATA.findings[number].target)) shown.chosen = next;
  renderFindings();
  $("finding-list").focus();
}

function renderDetail() {
  const detail = $("finding-detail");
  if (shown.chosen === null) {
    fill(detail, h("p", { class: "note big" }, DATA.findings.length ? t("choose_finding") : t("no_findings")));
    return;
  }
  const number = shown.chosen;
  const finding = DATA.findings[number];
  fill(detail, findingHead(finding), findingCrop(finding), findingValues(finding), evidenceBlock(finding),
    finding.adjudication && !decisionOn(finding.target)
      ? h("p", { class: "current" }, h("strong", {}, t("adjudicated")), ` ${finding.adjudication}`) : null,
    lostChecks.includes(finding.check_id)
      ? lostDecision(finding, () => afterFindingDecision(number))
      : decisionForm({ ...finding, alike: alikeFindings(number) }, () => afterFindingDecision(number)),
    aboutCheck(finding));
  detail.scrollTop = 0;
}

/** The other open findings of the same check that the filters let through, for a decision on all of them. */
function alikeFindings(number) {
  const check = DATA.findings[number].check_id;
  return visibleFindings()
    .filter((other) => other !== number && DATA.findings[other].check_id === check && isOpen(DATA.findings[other]))
    .map((other) => DATA.findings[other].target);
}

function findingHead(finding) {
  const visible = visibleFindings();
  const position = visible.indexOf(shown.chosen);
  const step = (words, by) => h("button", { class: "quiet", disabled: visible[position + by] === undefined, onclick: () => stepFinding(by) }, words);
  return h("header", { class: "finding-head" },
    h("div", { class: "steps" }, step(`◀ ${t("previous")}`, -1), h("span", {}, `${position + 1} / ${visible.length}`), step(`${t("next")} ▶`, 1)),
    h("p", { class: "kicker" }, h("span", { class: `severity ${finding.severity}` }, t(finding.severity)), ` ${finding.check_id}`),
    h("h2", {}, finding[`message_${language()}`]),
    h("p", { class: "place" }, [finding.label, columnPlace(finding.table, finding.column)].filter(Boolean).join(" · ")));
}

function findingCrop(finding) {
  if (!finding.page || !finding.boxes.length) {
    return h("div", { class: "crop-block" }, h("p", { class: "note" }, t("no_place")), finding.page ? openPageButton(finding) : null);
  }
  const label = `${t("page")} ${finding.page}: ${finding.target.printed}`;
  return h("div", { class: "crop-block" },
    cropElement(finding.page, finding.boxes, label, shown.isNear, touchedBoxes(finding)),
    h("div", { class: "buttons" },
      h("span", { class: "note" }, `${t("page")} ${finding.page}`),
      h("button", { class: "quiet", onclick: () => { shown.isNear = !shown.isNear; renderDetail(); } }, shown.isNear ? t("whole_width") : t("closer")),
      openPageButton(finding)));
}

const openPageButton = (finding) =>
  h("button", { class: "quiet open-page", onclick: () => openFindingPage(finding) }, t("open_page"));

/** Show the finding's page with its value chosen. */
function openFindingPage(finding) {
  if (!finding.page) return;
  showView("pages");
  showPage(finding.page, finding.valueNumber);
}

function findingValues(finding) {
  const value = (text) => readable(text, finding.table, finding.column, finding.unit);
  const rows = [
    ["printed", finding.target.column ? finding.target.printed || t("empty") : null],
    ["observed", finding.target.column ? null : finding.observed],
    ["parsed", finding.value === null ? null : value(finding.value)],
    ["expected", finding.expected],
    ["proposal", finding.proposal === null ? null : value(finding.proposal)],
  ].filter(([, text]) => text !== null && text !== undefined);
  const slipAt = (text) => (finding.observed ? text.indexOf(finding.observed) : -1);
  const spoken = {
    printed: [slipAt(finding.target.printed), finding.observed],
    parsed: [slipAt(finding.value ?? ""), finding.observed],
    proposal: [slipAt(finding.value ?? ""), finding.expected],
  };
  return h("dl", { class: "values" }, rows.map(([name, text]) =>
    h("div", { class: name }, h("dt", {}, name === "proposal" ? proposalName(finding) : t(name)), h("dd", {}, excerpt(String(text), ...(spoken[name] || []))))));
}

const EXCERPT_CHARACTERS = 30;

/** A text with the part that a finding speaks of marked; a long one cut down to what stands around it. */
function excerpt(text, at = -1, wanted = "") {
  if (at < 0 || !wanted || text === wanted || !text.startsWith(wanted, at)) return text;
  const isLong = text.length > 3 * EXCERPT_CHARACTERS;
  const from = isLong ? Math.max(0, at - EXCERPT_CHARACTERS) : 0;
  const to = isLong ? at + wanted.length + EXCERPT_CHARACTERS : text.length;
  return [from > 0 ? "…" : "", text.slice(from, at), h("mark", {}, wanted), text.slice(at + wanted.length, to), to < text.length ? "…" : ""];
}

function aboutCheck(finding) {
  const check = DATA.checks[finding.check_id];
  if (!check) return null;
  const part = (name) => [h("dt", {}, t(name)), h("dd", {}, check[`${name}_${language()}`])];
  return h("details", { class: "about" }, h("summary", {}, t("about_check")), h("dl", {}, part("meaning"), part("why"), part("todo")),
    h("p", { class: "ids" }, [finding.finding_id, finding.row].filter(Boolean).join(" · ")));
}

function startFindings() {
  $("finding-search").addEventListener("input", (event) => { shown.text = event.target.value; renderFindings(); });
  $("finding-check").addEventListener("change", (event) => { shown.check = event.target.value; renderFindings(); });
  $("finding-filters").addEventListener("submit", (event) => event.preventDefault());
  $("finding-list").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    stepFinding(step);
  });
}
