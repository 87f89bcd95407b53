// What the tests ask a page, as functions of one object.
({
  visible: element => element.checkVisibility({ visibilityProperty: true }),

  // Everything that Tab should reach, in the order of the page.
  controls() {
    return [...document.querySelectorAll("a[href], summary, button, input, select, textarea, [tabindex='0']")]
      .filter(this.visible);
  },

  // What shows that a control has the focus: its outline, or the stroke of its shapes.
  look(element) {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const strokes = [...element.querySelectorAll("rect, circle")].map(shape => {
      const { stroke, strokeWidth } = getComputedStyle(shape);
      return `${stroke} ${strokeWidth}`;
    });
    return JSON.stringify([outlineStyle == "none" ? "" : outlineWidth, ...strokes]);
  },

  // Number the controls and keep how they look without the focus.
  remember() {
    document.activeElement.blur();
    this.controls().forEach((element, number) => {
      element.dataset.number = number;
      element.dataset.look = this.look(element);
    });
    return this.controls().length;
  },

  // The number of the control with the focus, whether that shows, whether it is in view.
  focus() {
    const element = document.activeElement;
    if (element == document.body || element == document.documentElement) return null;
    const box = element.getBoundingClientRect();
    return [
      +element.dataset.number,
      this.look(element) != element.dataset.look,
      box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    ];
  },

  // Any CSS colour as red, green, blue, alpha from 0 to 1.
  rgba(colour) {
    this.pen ??= new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    this.pen.clearRect(0, 0, 1, 1);
    this.pen.fillStyle = colour;
    this.pen.fillRect(0, 0, 1, 1);
    return [...this.pen.getImageData(0, 0, 1, 1).data].map(part => part / 255);
  },

  // https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
  contrast(one, other) {
    const luminance = colour => this.rgba(colour).slice(0, 3)
      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
      .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  },

  // What an element stands on. Backgrounds here are opaque or not there at all.
  ground(element) {
    const box = element.closest(".node")?.querySelector("rect");
    if (box && element != box) return getComputedStyle(box).fill;
    if (element.closest(".picture")) {
      return element.matches(".mark path")
        ? getComputedStyle(element.parentNode.querySelector(".disc")).fill
        : getComputedStyle(document.querySelector(".band")).fill;
    }
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      const alpha = this.rgba(backgroundColor)[3];
      if (alpha == 1) return backgroundColor;
      if (alpha > 0) throw Error(`half transparent: ${at.outerHTML.slice(0, 80)}`);
    }
    throw Error("no background");
  },

  // [contrast, what] of every text, and of every line that means something.
  contrasts() {
    const found = [];
    const note = (element, colour) =>
      found.push([this.contrast(colour, this.ground(element)), element.outerHTML.slice(0, 120)]);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || element.matches("title, style") || !this.visible(element)) continue;
      const style = getComputedStyle(element);
      note(element, element.closest(".picture") ? style.fill : style.color);
    }
    return found;
  },
  lineContrasts() {
    const found = [];
    for (const element of document.querySelectorAll(".edge .line, .edge .arrow, .node rect, .mark .disc, .mark path, .icon")) {
      if (!this.visible(element)) continue;
      const { fill, stroke } = getComputedStyle(element);
      const colour = element.matches(".arrow, .disc") ? fill : stroke;
      found.push([this.contrast(colour, this.ground(element)), element.outerHTML.slice(0, 120)]);
    }
    const focus = getComputedStyle(document.documentElement).getPropertyValue("--focus");
    found.push([this.contrast(focus, this.ground(document.body)), "focus"]);
    return found;
  },

  // Names of boxes that do not fit into them.
  spilled: () => [...document.querySelectorAll(".node")].flatMap(node => {
    const box = node.querySelector("rect").getBBox();
    return [...node.querySelectorAll("text")]
      .filter(text => text.getBBox().x + text.getBBox().width > box.x + box.width)
      .map(text => text.textContent);
  }),
})
