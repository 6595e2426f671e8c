"use strict";
// A piece of a page with outlined boxes, cut out of the page's one picture by the style sheet alone.

const CROP_MARGIN_PT = { far: { x: 1000, y: 62 }, near: { x: 60, y: 26 } };

/** The part of a page around boxes (x0, top, x1, bottom in points). */
function cropWindow(page, boxes, isNear) {
  const size = pageSize(page);
  const margin = isNear ? CROP_MARGIN_PT.near : CROP_MARGIN_PT.far;
  const inset = isNear ? 0 : Math.min(36, size.width / 12);
  const left = Math.max(inset, Math.min(...boxes.map((box) => box[0])) - margin.x);
  const right = Math.min(size.width - inset, Math.max(...boxes.map((box) => box[2])) + margin.x);
  const top = Math.max(0, Math.min(...boxes.map((box) => box[1])) - margin.y);
  const bottom = Math.min(size.height, Math.max(...boxes.map((box) => box[3])) + margin.y);
  const edge = { left: Math.min(left, ...boxes.map((box) => box[0] - 6)), right: Math.max(right, ...boxes.map((box) => box[2] + 6)) };
  return { ...edge, top, bottom: Math.max(bottom, top + 40) };
}

/** The crop as an element; `label` is its text for those who do not see it, `related` are boxes to point out. */
function cropElement(page, boxes, label, isNear = false, related = []) {
  const address = pageImage(page);
  if (!address) return h("p", { class: "note" }, t("no_image"));
  const view = cropWindow(page, boxes, isNear);
  const size = pageSize(page);
  const width = view.right - view.left;
  const height = view.bottom - view.top;
  const percent = (part, whole) => `${(100 * part) / whole}%`;
  const picture = h("img", { src: address, alt: "", decoding: "async" });
  Object.assign(picture.style, {
    width: percent(size.width, width),
    left: percent(-view.left, width),
    top: percent(-view.top, height),
  });
  const outlines = [...related.map((box) => [box, "outline related"]), ...boxes.map((box) => [box, "outline"])].map(([box, kind]) => {
    const outline = h("span", { class: kind });
    Object.assign(outline.style, {
      left: percent(box[0] - view.left - 1.5, width),
      top: percent(box[1] - view.top - 1.5, height),
      width: percent(box[2] - box[0] + 3, width),
      height: percent(box[3] - box[1] + 3, height),
    });
    return outline;
  });
  const crop = h("div", { class: "crop", role: "img", "aria-label": label }, picture, ...outlines);
  crop.style.aspectRatio = `${width} / ${height}`;
  if (isNear) crop.style.maxWidth = `${width * 3}px`;
  return crop;
}
