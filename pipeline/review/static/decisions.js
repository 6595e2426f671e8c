"use strict";
// Decisions: those on file, those taken here, and decisions.toml made of both.

/** What tells decisions apart: one on a value, on a finding that says one thing, or on a row that is added. */
const placeKey = (target) => {
  const isRow = !target.column && !target.check;
  return JSON.stringify([
    target.table ?? null, target.row ?? null, target.column ?? null, target.check ?? null, isRow ? null : target.page ?? null,
    target.column || isRow ? null : target.printed,
  ]);
};

const onFile = new Map(DATA.decisions.map((decision) => [placeKey(decision), decision]));

/** By place: a decision taken here, or null for one on file that was withdrawn. */
const taken = new Map(readTaken());
const decisionListeners = [];

function readTaken() {
  try {
    return JSON.parse(storage.get("decisions") || "[]").filter(([key, decision]) => !isOnFile(key, decision));
  } catch {
    return [];
  }
}

/** Whether the file says the same: what was saved and put in its place needs no saving again. */
function isOnFile(key, decision) {
  const filed = onFile.get(key);
  if (!decision || !filed) return !decision && !filed;
  const same = (name) => JSON.stringify(decision[name] ?? null) === JSON.stringify(filed[name] ?? null);
  return ["printed", "action", "value", "reason", "who", "page", "box", "values"].every(same);
}

/** The decision on a place now: taken here, else on file; undefined where there is none. */
function decisionOn(target) {
  const key = placeKey(target);
  return (taken.has(key) ? taken.get(key) : onFile.get(key)) || undefined;
}

// What a decision speaks of is gone, or an added row is no longer missing: it can only be withdrawn.
const lostChecks = ["decision.no_match", "decision.row_read", "decision.document_changed"];

// Decisions on file that the last run could not apply: what they speak of has changed or is gone.
const staleKeys = new Set(DATA.findings
  .filter((finding) => lostChecks.includes(finding.check_id) || finding.check_id === "decision.print_changed")
  .map((finding) => placeKey(finding.target)));

/** The decision on a place unless it no longer holds. */
function validDecision(target) {
  const key = placeKey(target);
  return staleKeys.has(key) && !taken.has(key) ? undefined : decisionOn(target);
}

const isTakenHere = (target) => taken.has(placeKey(target));

/** All decisions that stand, those on file first and in their order. */
function standingDecisions() {
  const kept = [...onFile.keys()].map((key) => (taken.has(key) ? taken.get(key) : onFile.get(key)));
  const added = [...taken.keys()].filter((key) => !onFile.has(key)).map((key) => taken.get(key));
  return [...kept, ...added].filter(Boolean);
}

/** Keep a decision; a later one on the same place replaces it. */
function keepDecision(decision) {
  taken.set(placeKey(decision), decision);
  storage.set("who", decision.who);
  afterChange();
}

/** Take a decision back: one taken here is forgotten, then one on file is left out. */
function withdraw(target) {
  const key = placeKey(target);
  if (onFile.has(key)) taken.set(key, null);
  else taken.delete(key);
  afterChange();
}

function afterChange() {
  storage.set("decisions", JSON.stringify([...taken]));
  savedText = savedText === decisionsText() ? savedText : null;
  decisionListeners.forEach((listener) => listener());
}

/** How many decisions differ from the file. */
const unsavedCount = () => (savedText === decisionsText() ? 0 : taken.size);
let savedText = null;

/** Remember that the file was saved as it is now. */
function markSaved() {
  savedText = decisionsText();
  decisionListeners.forEach((listener) => listener());
}

/** The whole file: blocks on file as they are written there, replaced ones in their place, new ones behind. */
function decisionsText() {
  const blocks = [...onFile.entries()].map(([key, decision]) => {
    if (!taken.has(key)) return withBlankLine(decision.text);
    return taken.get(key) ? blockText(taken.get(key)) : "";
  });
  const added = [...taken.entries()].filter(([key, decision]) => decision && !onFile.has(key));
  return DATA.preamble + blocks.join("") + added.map(([, decision]) => blockText(decision)).join("");
}

const withBlankLine = (text) => `${text.replace(/\n+$/, "")}\n\n`;

const decisionKeys = ["table", "row", "column", "check", "page", "printed", "action", "value", "box", "document", "reason", "who", "when"];
const plainKeys = ["page", "box", "when"]; // written as they are, not as strings

/** One decision as TOML. */
function blockText(decision) {
  const lines = decisionKeys
    .filter((key) => decision[key] !== undefined && decision[key] !== null)
    .map((key) => `${key} = ${plainKeys.includes(key) ? plainText(decision[key]) : tomlString(decision[key])}`);
  const values = Object.entries(decision.values ?? {}).map(([column, value]) => `${column} = ${tomlString(value)}\n`);
  const stated = values.length ? `\n[decision.values]\n${values.join("")}` : "";
  return `[[decision]]\n${lines.join("\n")}\n${stated}\n`;
}

const plainText = (value) => (Array.isArray(value) ? `[${value.map((number) => Number(number).toFixed(2)).join(", ")}]` : value);

/** A TOML basic string; JSON's escapes are TOML's, but for DEL. */
const tomlString = (text) => JSON.stringify(String(text).toWellFormed?.() ?? String(text)).replace(/\u007f/g, "\\u007f");

/** A decision in a few words. */
function decisionWords(decision) {
  if (decision.action === "add") return `${t("added")}: ${tableName(decision.table)}`;
  const value = readable(decision.value ?? "", decision.table, decision.column, unitOfDecision(decision));
  return decision.action === "correct" ? `${t("corrected")} → ${value}` : t(decision.action);
}

function unitOfDecision(decision) {
  return fieldOf(decision.table, decision.column)?.type === "money" ? "円" : "";
}

/** Today by the reviewer's calendar, YYYY-MM-DD. */
function today() {
  const now = new Date();
  const pad = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

/**
 * A typed value as the file keeps it, or the reason why the column cannot hold it (`problem`, a string's key). An amount
 * may be typed in yen, or with the unit it is printed in (4,400千円).
 */
function checkedValue(text, subject) {
  const field = fieldOf(subject.table, subject.column);
  const plain = text.trim();
  if (plain === "") return { value: "" };
  if (field.enum) return field.enum.includes(plain) ? { value: plain } : { problem: "value_bad" };
  if (field.type === "boolean") return ["true", "false"].includes(plain) ? { value: plain } : { problem: "value_bad" };
  if (field.type === "string") return { value: text.replace(/\r\n?/g, "\n").trim() };
  const { number, yen } = withoutUnit(plain.normalize("NFKC").replace(/^[−▲△]/, "-").replace(/\s/g, ""), field, subject.printedUnit);
  if (!/^-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/.test(number)) return { problem: "value_bad" };
  const value = yen === 1 ? number.replace(/,/g, "") : String(Math.round(Number(number.replace(/,/g, "")) * yen));
  const isWhole = !value.includes(".") || /\.0*$/.test(value);
  return field.type === "decimal" || isWhole ? { value } : { problem: "value_bad" };
}

function withoutUnit(text, field, printedUnit) {
  const units = field.type === "money" ? [printedUnit, { symbol: "円", yen: 1 }].filter(Boolean) : [];
  const unit = units.find((one) => text.endsWith(one.symbol.normalize("NFKC")));
  return unit ? { number: text.slice(0, -unit.symbol.normalize("NFKC").length), yen: unit.yen } : { number: text, yen: 1 };
}
