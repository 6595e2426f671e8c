"use strict";
// The form that takes a decision on one value or finding.

/**
 * A form for a target. `subject`: {target, table, column, value, unit, printedUnit, proposal}, and where others may be
 * decided alike their targets in `alike`; `after` is called once a decision is recorded.
 */
function decisionForm(subject, after) {
  const now = decisionOn(subject.target);
  const canCorrect = Boolean(subject.target.column && fieldOf(subject.table, subject.column)?.correctable);
  const isStale = now && !validDecision(subject.target);
  const state = { action: (!isStale && now?.action) || (canCorrect && subject.proposal ? "correct" : null) };
  const problem = h("p", { class: "problem", role: "alert" });
  const value = valueInput(subject, now);
  const reason = h("input", { class: "reason", "aria-label": t("reason"), value: now?.reason || "", list: "reasons", autocomplete: "off" });
  const who = h("input", { class: "who", "aria-label": t("who"), value: now?.who || storage.get("who") || "", autocomplete: "name" });
  const others = subject.alike ?? [];
  const all = h("input", { type: "checkbox", class: "for-all" });
  const allRow = others.length ? h("label", { class: "choice all-alike" }, all, h("span", {}, t("for_all").replace("{n}", others.length))) : null;
  const valueRow = canCorrect ? correctionRow(subject, value) : null;
  const actions = h("div", { class: "actions", role: "radiogroup", "aria-label": t("decide") },
    ["correct", "accept", "report"].map((action) => actionChoice(action, action === "correct" && !canCorrect)));
  const button = h("button", { class: "primary record", type: "submit" }, t("record"));
  const form = h("form", { class: "decision-form", onsubmit: submit },
    h("h3", {}, t("decide")),
    now ? currentDecision(subject.target, now, after) : null,
    actions,
    canCorrect ? valueRow : h("p", { class: "note" }, t("not_correctable")),
    h("div", { class: "because" },
      h("label", { class: "field" }, h("span", {}, t("reason")), reason),
      h("label", { class: "field" }, h("span", {}, t("who")), who)),
    allRow,
    problem,
    h("div", { class: "buttons" }, button));
  showAction();
  return form;

  function actionChoice(action, isDisabled) {
    const radio = h("input", { type: "radio", name: "action", value: action, checked: state.action === action, disabled: isDisabled,
      onchange: () => { state.action = action; showAction(); if (action === "correct") value.focus(); } });
    return h("label", { class: `choice ${action}` }, radio, h("span", {}, t(action)));
  }

  function showAction() {
    if (valueRow) valueRow.hidden = state.action !== "correct";
    if (allRow) allRow.hidden = state.action === null || state.action === "correct";
    button.disabled = state.action === null;
  }

  function submit(event) {
    event.preventDefault();
    const checked = state.action === "correct" ? checkedValue(value.value, subject) : {};
    const missing = checked.problem || (!reason.value.trim() && "reason_needed") || (!who.value.trim() && "who_needed");
    problem.textContent = missing ? t(missing) : "";
    if (missing) {
      (checked.problem ? value : missing === "who_needed" ? who : reason).focus();
      return;
    }
    const decision = { action: state.action, reason: reason.value.trim(), who: who.value.trim(), when: today() };
    if (state.action === "correct") decision.value = checked.value;
    const targets = all.checked && state.action !== "correct" ? [subject.target, ...others] : [subject.target];
    targets.forEach((target) => keepDecision({ ...decision, ...onlyTarget(target) }));
    announce(t("recorded"));
    after();
  }
}

/** What a decision says of its place; a value of several columns and a finding differ in their keys. */
const onlyTarget = ({ table, row, column, check, page, printed }) => ({ table, row, column, check, page, printed });

/** A decision whose object is gone can only be taken back. */
function lostDecision(finding, after) {
  const now = decisionOn(finding.target);
  return h("div", { class: "decision-form" }, h("h3", {}, t("decide")),
    now ? currentDecision(finding.target, now, after) : h("p", { class: "note" }, t("withdrawn")));
}

function currentDecision(target, decision, after) {
  return h("div", { class: `current ${decision.action}` },
    validDecision(target) ? null : h("p", { class: "problem" }, t("not_applied")),
    h("p", {}, h("strong", {}, decisionWords(decision)), ` ${decision.reason} (${decision.who}, ${decision.when})`),
    h("p", {}, h("span", { class: "badge" }, isTakenHere(target) ? t("unsaved") : t("on_file")), " ",
      h("button", { type: "button", class: "quiet", onclick: () => { withdraw(target); announce(t("withdrawn")); after(); } }, t("withdraw"))));
}

function valueInput(subject, now) {
  const field = fieldOf(subject.table, subject.column);
  const start = now?.action === "correct" ? now.value : subject.proposal ?? subject.value ?? "";
  const attributes = { class: "right-value", "aria-label": t("correct_value") };
  const choices = field?.enum || (field?.type === "boolean" ? ["true", "false"] : null);
  if (choices) return h("select", attributes, choices.map((choice) => h("option", { value: choice, selected: choice === start }, choiceName(choice))));
  if (field?.type === "string" && (start.length > 24 || start.includes("\n"))) return h("textarea", { ...attributes, rows: "5" }, start);
  const isNumber = field && field.type !== "string";
  return h("input", { ...attributes, value: isNumber ? grouped(start) : start, inputmode: isNumber ? "decimal" : "text", autocomplete: "off" });
}

function correctionRow(subject, value) {
  const isMoney = fieldOf(subject.table, subject.column)?.type === "money";
  const use = subject.proposal !== null && subject.proposal !== undefined
    ? h("button", { type: "button", class: "quiet", onclick: () => {
        value.value = isMoney ? grouped(subject.proposal) : subject.proposal;
        value.dispatchEvent(new Event("input"));
        value.focus();
      } },
      `${t("use_proposal")}: ${shortened(readable(subject.proposal, subject.table, subject.column, subject.unit))}`)
    : null;
  return h("div", { class: "correction" },
    h("label", { class: "field" }, h("span", {}, t("correct_value"), isMoney ? ` (${t("unit_yen_hint")})` : ""), value),
    isMoney && subject.printedUnit ? printedAmount(subject, value) : null, use);
}

/** The amount being typed, as it would be printed: a slip of a thousand is seen before it is recorded. */
function printedAmount(subject, input) {
  const { symbol, yen } = subject.printedUnit;
  const words = h("span", { class: "note printed-amount", role: "status" });
  const show = () => {
    const { value } = checkedValue(input.value, subject);
    words.textContent = value ? `= ${grouped(String(Number(value) / yen))}${symbol} (${t("as_printed")})` : "";
  };
  input.addEventListener("input", show);
  show();
  return words;
}

const shortened = (text) => (text.length > 30 ? `${text.slice(0, 29)}…` : text);
