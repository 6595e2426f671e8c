"use strict";
// Data of the page, its language, and the small helpers that every part uses.

const DATA = JSON.parse(document.getElementById("review-data").textContent);
const EDITION_NAME = `${DATA.edition.zone_id}:${DATA.edition.edition_id}`;
const STORAGE_NAME = `kyosei-review:${EDITION_NAME}:${DATA.edition.source_sha256.slice(0, 16)}`;

/** The browser's storage where it allows one; a file opened from disk may have none. */
const storage = {
  get(name) {
    try { return localStorage.getItem(`${STORAGE_NAME}:${name}`); } catch { return null; }
  },
  set(name, text) {
    try { localStorage.setItem(`${STORAGE_NAME}:${name}`, text); } catch { /* kept in memory only */ }
  },
};

const $ = (id) => document.getElementById(id);

/** A string of the page in the chosen language. */
function t(key) {
  const words = DATA.strings[key];
  return words ? words[isEnglish() ? 1 : 0] : key;
}

const isEnglish = () => document.documentElement.dataset.language === "en";
const language = () => (isEnglish() ? "en" : "ja");

/** An element with attributes (`on…` are listeners, `class`, `dataset`, properties) and children. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name in element && typeof value !== "string") element[name] = value; // checked, disabled, tabIndex …
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Whether the window is as narrow as a telephone's. */
const isNarrow = () => window.matchMedia("(max-width: 700px)").matches;

/** Replace what an element holds. */
function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Tell a screen reader. */
function announce(text) {
  $("announcer").textContent = "";
  setTimeout(() => { $("announcer").textContent = text; }, 30);
}

const severityOrder = ["critical", "warning", "info"];

/** A table's name in the chosen language. */
const tableName = (table) => (DATA.fields[table] ? DATA.fields[table][language()] : table || "");

/** What is known of a column; undefined for one the contract does not have. */
const fieldOf = (table, column) => DATA.fields[table]?.columns[column];

/** A column's name in the chosen language. */
const columnName = (table, column) => fieldOf(table, column)?.[language()] || column || "";

/** Table and column in words, once where both have the same name. */
const columnPlace = (table, column) => [...new Set([tableName(table), columnName(table, column)])].filter(Boolean).join(" · ");

/** A value as people read it: thousands commas and the unit for numbers. */
function readable(value, table, column, unit) {
  if (value === null || value === undefined || value === "") return t("empty");
  const type = fieldOf(table, column)?.type;
  if (type === "money" || type === "decimal") return grouped(value) + (unit || "");
  return type === "boolean" || fieldOf(table, column)?.enum ? choiceName(value) : value;
}

/** One of a column's fixed values in words. */
const choiceName = (choice) => (DATA.strings[`enum_${choice}`] ? t(`enum_${choice}`) : choice);

/** Thousands commas in a number's text; other text as it is. */
function grouped(text) {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text);
  return match ? match[1] + match[2].replace(/\B(?=(\d{3})+$)/g, ",") + (match[3] || "") : text;
}

/** Text prepared for searching: width, case and commas do not matter. */
const searchable = (text) => String(text ?? "").normalize("NFKC").toLowerCase().replace(/(\d),(?=\d)/g, "$1");

// Pictures are turned from text into something the browser can show only when a page is looked at.
const imageAddresses = new Map();

/** The address of a page's picture, null where the document has no pictures. */
function pageImage(page) {
  if (!imageAddresses.has(page)) {
    const packed = $(`page-image-${page}`);
    if (!packed) return null;
    const bytes = Uint8Array.from(atob(packed.textContent), (character) => character.charCodeAt(0));
    imageAddresses.set(page, URL.createObjectURL(new Blob([bytes], { type: "image/webp" })));
  }
  return imageAddresses.get(page);
}

const pageSizes = new Map(DATA.pages.map((page) => [page.page, page]));

/** Width and height of a page in points; A4 where the document has no pictures. */
const pageSize = (page) => pageSizes.get(page) || { width: 595, height: 842 };
