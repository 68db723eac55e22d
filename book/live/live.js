// The figures that move. A page that has a <live-figure> loads this file, and this file loads the
// WebAssembly, as scripts and not by fetch, so that a page works from a folder, too.
"use strict";
(() => {
  const folder = new URL(".", document.currentScript.src);
  // On the page that prints the whole book, and on paper, the still figures stay.
  if (location.pathname.endsWith("/print.html")) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  /** Why a figure does not work here, in words for the reader. */
  class Told extends Error {}

  /** What `live/build.sh` compressed and wrote as text. */
  async function unpacked(base64) {
    const packed = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")));
  }

  const scripts = {};
  const script = (name) =>
    (scripts[name] ??= new Promise((loaded, failed) => {
      const element = document.createElement("script");
      element.src = new URL(name, folder);
      element.onload = loaded;
      element.onerror = () => failed(new Told(`${name} is missing`));
      document.head.append(element);
    }));

  /** What `taken` takes from the script of this name. A script that came cut off, or as the page
   *  of a proxy, has left nothing to take. */
  async function from(name, taken) {
    await script(`${name}.js`);
    try {
      return await taken();
    } catch (cause) {
      throw new Told(`${name}.js is broken`, { cause });
    }
  }

  /** The WebAssembly of this name, and the text of the functions that call it. */
  const load = (name) =>
    from(name, async () => {
      const { bindings, wasm } = self.backpropLive[name];
      return { bindings, wasm: await (await unpacked(wasm)).arrayBuffer() };
    });

  /** The text of the data of this name: a script of its own holds it, compressed. */
  const data = (name) => from(name, async () => (await unpacked(self.backpropData[name])).text());

  const modules = {};
  /** The functions of a module, started once for all figures of the page. */
  const start = (name) =>
    (modules[name] ??= load(name).then(({ bindings, wasm }) => {
      const functions = bindings();
      functions.initSync({ module: wasm });
      return functions;
    }));

  /** What a figure shows after it has done something: one shape for page and worker. */
  function state(live, more) {
    return {
      controls: live.controls(),
      drawings: live.drawings(),
      says: live.says(),
      more,
    };
  }

  /** Does what the reader asked for, each thing as [method, ...arguments]. */
  function act(live, actions) {
    let more = false;
    for (const [method, ...values] of actions) {
      const result = live[method](...values);
      more = method === "advance" && result;
    }
    return state(live, more);
  }

  /** The figure of this name; `text` is its data, if it has any. */
  function open({ Live }, name, text) {
    const live = Live.named(name);
    if (!live) throw new Error(`there is no live figure ${name}`);
    if (text !== undefined) live.read(text);
    return live;
  }

  /** A figure whose work is short enough for the page itself. */
  async function here(module, name, text) {
    const functions = await start(module);
    let live = open(functions, name, text);
    return {
      act: async (...actions) => act(live, actions),
      // From the beginning, as where the page is opened.
      again: async (...actions) => act((live = open(functions, name, text)), actions),
      numbers: async () => [...live.numbers()],
    };
  }

  /** What the worker does: it answers every message in its turn. */
  function serve(bindings) {
    let first, live;
    const duties = {
      open(wasm, name, text) {
        bindings.initSync({ module: wasm });
        first = () => open(bindings, name, text);
        live = first();
      },
      act: (...actions) => act(live, actions),
      again: (...actions) => act((live = first()), actions),
      numbers: () => [...live.numbers()],
    };
    self.onmessage = ({ data: [duty, ...values] }) => {
      try {
        self.postMessage({ result: duties[duty](...values) });
      } catch (error) {
        self.postMessage({ error: String(error) });
      }
    };
  }

  /** A figure whose work would hold the page up: in a thread of its own. */
  async function inWorker(module, name, text) {
    const { bindings, wasm } = await load(module);
    // From text and not from a file, which a page in a folder may not start as a worker.
    const source = `"use strict"; ${state} ${act} ${open} (${serve})(({ ${bindings} }).bindings());`;
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const worker = new Worker(address);
    const asked = [];
    worker.onmessage = ({ data: { result, error } }) => {
      const { resolve, reject } = asked.shift();
      if (error === undefined) resolve(result);
      else reject(new Error(error));
    };
    worker.onerror = (event) => {
      for (const { reject } of asked.splice(0)) reject(event.message ? new Error(event.message) : new Told("its worker does not start"));
    };
    const ask = (...message) =>
      new Promise((resolve, reject) => {
        asked.push({ resolve, reject });
        worker.postMessage(message);
      });
    await ask("open", wasm, name, text);
    URL.revokeObjectURL(address);
    return {
      act: (...actions) => ask("act", ...actions),
      again: (...actions) => ask("again", ...actions),
      numbers: () => ask("numbers"),
    };
  }

  const parse = (lines) =>
    lines.split("\n").map((line) => {
      const [name, label, kind, value, ...more] = line.split("\t");
      return { name, label, kind, value: Number(value), more };
    });

  class LiveFigure extends HTMLElement {
    connectedCallback() {
      // Its figure may not be parsed yet.
      const begin = () => this.near().then(() => this.begin()).catch((error) => this.fail(error));
      if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", begin, { once: true });
      } else begin();
    }

    /** Until the reader comes near, or an address leads here. */
    near() {
      const { id } = this.querySelector("figure");
      return new Promise((come) => {
        const watch = new IntersectionObserver(
          (seen) => seen.some(({ isIntersecting }) => isIntersecting) && arrive(),
          { rootMargin: "100%" },
        );
        const follow = () => location.hash.split(/[?%]/)[0] === `#${id}` && arrive();
        const arrive = () => {
          watch.disconnect();
          removeEventListener("hashchange", follow);
          come();
        };
        addEventListener("hashchange", follow);
        watch.observe(this);
        follow();
      });
    }

    async begin() {
      const lacks = ["WebAssembly", "DecompressionStream"].find((name) => !(name in self));
      if (lacks) throw new Told(`this browser has no ${lacks}`);
      this.figure = this.querySelector("figure");
      this.picture = this.figure.querySelector("svg");
      const text = this.hasAttribute("data") ? await data(this.getAttribute("data")) : undefined;
      const engine = this.hasAttribute("worker") ? inWorker : here;
      const module = this.getAttribute("module") ?? "part-one";
      this.engine = await engine(module, this.getAttribute("name"), text);
      this.build(await this.engine.act());
      this.first = this.values();
      addEventListener("hashchange", () => this.restore().catch((error) => this.fail(error)));
      await this.restore();
      this.dataset.ready = "";
      if (this.dataset.plays && !still.matches) await this.run(10, Number(this.dataset.plays) / 10);
    }

    /** The controls and the place for the drawings, above the caption. */
    build(state) {
      this.panel = document.createElement("div");
      this.panel.className = "live-panel";
      this.views = document.createElement("div");
      this.views.className = "live-views";
      this.says = document.createElement("p");
      this.says.className = "live-says";
      this.says.setAttribute("role", "status");
      this.form = document.createElement("form");
      const number = this.figure.querySelector("figcaption strong").textContent.replace(/\.$/, "");
      this.form.setAttribute("aria-label", `Controls of ${number}`);
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.fields = new Map();
      this.now = new Map();
      // The first figure of the book shows a few of its controls, and one of its drawings.
      const wanted = this.dataset.controls?.split(" ");
      for (const control of parse(state.controls)) {
        if (!wanted || wanted.includes(control.name)) this.add(control);
      }
      this.panel.append(this.views, this.says, this.form);
      // Where the caption speaks of more than one state, the still figure stays above it.
      if (this.hasAttribute("keep")) this.figure.append(this.panel);
      else {
        this.picture.after(this.panel);
        this.picture.classList.add("live-still");
      }
      this.views.addEventListener("pointerdown", (event) => this.drag(event));
      this.show(state);
    }

    add({ name, label, kind, value, more }) {
      const id = `live-${this.getAttribute("name")}-${name}`;
      if (kind === "button" || kind === "run") {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = label;
        button.name = name;
        const run = () => (this.running ? this.pause() : this.run(Number(more[0])));
        button.addEventListener("click", kind === "run" ? run : () => this.press(name));
        if (kind === "run") this.runner = button;
        this.form.append(button);
        return;
      }
      const row = document.createElement("div");
      row.className = `live-control live-${kind}`;
      const text = document.createElement("label");
      text.htmlFor = id;
      text.textContent = label;
      const field = document.createElement(kind === "choice" ? "select" : "input");
      let limits = [0, 1];
      if (kind === "choice") {
        more.forEach((option, i) => field.add(new Option(option, i)));
        limits = [0, more.length - 1];
      } else if (kind === "switch") field.type = "checkbox";
      else {
        field.type = kind;
        [field.min, field.max, field.step] = more;
        limits = more.slice(0, 2).map(Number);
      }
      field.id = id;
      field.name = name;
      const output = kind === "range" && document.createElement("output");
      field.addEventListener(kind === "number" ? "change" : "input", () => this.change(field));
      row.append(text, field, ...(output ? [output] : []));
      if (output) output.htmlFor = id;
      this.fields.set(name, { field, kind, output, limits });
      this.form.append(row);
      this.fill(name, value);
    }

    /** Shows the value of a control. */
    fill(name, value) {
      const { field, kind, output } = this.fields.get(name);
      if (kind === "switch") field.checked = value === 1;
      else if (document.activeElement !== field || Number(field.value) !== value) field.value = value;
      if (output) {
        // No more digits than the slider has.
        const digits = (field.step.split(".")[1] ?? "").length;
        output.textContent = String(Number(value.toFixed(digits))).replace("-", "\u2212");
      }
    }

    /** The values of the controls, to all their digits. */
    values() {
      return Object.fromEntries(this.now);
    }

    show({ controls, drawings, says }) {
      this.drawn = drawings;
      for (const { name, value } of parse(controls)) {
        if (!this.fields.has(name)) continue;
        this.fill(name, value);
        if (this.now.get(name) === value) continue;
        // What was changed last is last in the address: a figure may show which it was.
        this.now.delete(name);
        this.now.set(name, value);
      }
      drawings.slice(0, this.dataset.drawings).forEach((drawing, i) => {
        const view = this.views.children[i] ?? this.views.appendChild(document.createElement("div"));
        view.className = "live-view";
        view.innerHTML = drawing;
        const svg = view.firstElementChild;
        svg.removeAttribute("width");
        svg.removeAttribute("height");
        svg.setAttribute("role", "img");
        svg.setAttribute("aria-label", svg.querySelector("title").textContent);
      });
      // While it runs, a reader's screen would be read out without end.
      this.says.setAttribute("aria-live", this.running ? "off" : "polite");
      this.says.textContent = says;
    }

    async act(...action) {
      return this.actAll(action.length ? [action] : []);
    }

    async actAll(actions) {
      const state = await this.engine.act(...actions);
      this.show(state);
      return state.more;
    }

    async change({ name, type, checked, value }) {
      await this.act("set", name, Number(type === "checkbox" ? checked : value));
      this.remember();
    }

    async press(name) {
      this.pause();
      await this.act("press", name);
      this.remember();
    }

    /** Goes on by `steps` for each of so many pictures, or until the reader pauses it. */
    async run(steps, pictures = Infinity) {
      // A run that waits for its next picture ends, even if another has begun since.
      const run = (this.running = {});
      this.runner.textContent = "Pause";
      for (let picture = 0; picture < pictures && this.running === run; picture++) {
        if (!(await this.act("advance", steps))) break;
        // Without motion: a picture twice in a second and not sixty times.
        await new Promise((go) => (still.matches ? setTimeout(go, 500) : requestAnimationFrame(go)));
      }
      if (this.running === run) this.pause();
      if (!this.running) await this.act();
    }

    pause() {
      this.running = false;
      if (this.runner) this.runner.textContent = "Run";
    }

    /** The reader points into the first drawing, or drags there. */
    drag(event) {
      const svg = this.views.firstElementChild.firstElementChild;
      if (!this.hasAttribute("draggable-start") || !svg.contains(event.target)) return;
      event.preventDefault();
      const points = [];
      let drawing = false;
      const draw = async () => {
        // While one picture is drawn, the points of the next one gather.
        if (drawing) return;
        drawing = true;
        while (points.length) await this.actAll(points.splice(0));
        drawing = false;
      };
      const move = (event) => {
        const svg = this.views.firstElementChild.firstElementChild;
        const toDrawing = svg.getScreenCTM().inverse();
        // A quick pointer was at several places since the last event.
        const between = event.getCoalescedEvents?.() ?? [];
        for (const { clientX, clientY } of between.length ? between : [event]) {
          const at = new DOMPoint(clientX, clientY).matrixTransform(toDrawing);
          points.push(["point", at.x, at.y]);
        }
        draw();
      };
      move(event);
      const stop = () => {
        removeEventListener("pointermove", move);
        this.remember();
      };
      addEventListener("pointermove", move);
      addEventListener("pointerup", stop, { once: true });
      addEventListener("pointercancel", stop, { once: true });
    }

    /** Puts what differs from the beginning into the address, for a teacher to link to: once the
     *  reader rests, since browsers refuse an address that changes all the time. */
    remember() {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => {
        const now = Object.entries(this.values()).filter(([name, value]) => value !== this.first[name]);
        history.replaceState(history.state, "", `#${this.figure.id}?${new URLSearchParams(now)}`);
      }, 200);
    }

    /** What the address says to set: nothing if it asks for the beginning. */
    asked() {
      let address = location.hash.slice(1);
      try {
        address = decodeURIComponent(address);
      } catch {
        // With a lone % in it, it is what it is.
      }
      const [id, query] = address.split("?");
      if (id !== this.figure.id || query === undefined) return undefined;
      const values = [...new URLSearchParams(query)].map(([name, value]) => [name, value.trim() && Number(value)]);
      const known = values.filter(([name, value]) => {
        const [low, high] = this.fields.get(name)?.limits ?? [];
        return value !== "" && low <= value && value <= high;
      });
      return known.length || !query ? known : undefined;
    }

    /** The state that the address asks for. */
    async restore() {
      clearTimeout(this.resting);
      const asked = this.asked();
      if (!asked) return;
      this.pause();
      this.show(await this.engine.again(...asked.map((setting) => ["set", ...setting])));
      this.figure.scrollIntoView();
    }

    /** The numbers that it shows, for tests. */
    numbers() {
      return this.engine.numbers();
    }

    /** The drawings as they came, for tests. */
    drawings() {
      return this.drawn;
    }

    /** The still figure stays, and one line says why. */
    fail(error) {
      this.panel?.remove();
      this.picture?.classList.remove("live-still");
      const line = document.createElement("p");
      line.className = "live-failed";
      line.setAttribute("role", "status");
      const why = error instanceof Told ? ` (${error.message})` : "";
      line.textContent = `The live figure does not work here${why}.`;
      if (!why) console.error(error);
      this.append(line);
    }
  }

  customElements.define("live-figure", LiveFigure);
})();
