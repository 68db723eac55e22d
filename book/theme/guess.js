// Questions that take the reader's answer before they show what follows. weave writes
// <guess-first> around a question and its answers, and <after-guess> around what the answer
// uncovers. Answers stay in this browser. Where this script does not run, all is shown.
"use strict";
(() => {
  // The pages of a book have one script; the page that prints the whole book has one for each.
  if (customElements.get("guess-first") || location.pathname.endsWith("/print.html")) return;
  // Who comes from the search wants to see what was found.
  if (new URLSearchParams(location.search).has("highlight")) return;

  const KEY = "backprop-guesses";
  const SHOWN = "";

  /** What was answered, by the ids of the questions. */
  let answers = {};
  try {
    answers = { ...JSON.parse(localStorage.getItem(KEY)) };
  } catch {
    // Without a memory the questions are open again at the next visit.
  }
  function keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify(answers));
    } catch {
      // As above.
    }
  }

  /** An element with these properties and children. */
  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  /** The number that `text` is: 0.5, 1/2, 50 %, −3 or 1,500. */
  function number(text) {
    const [above, below = "1", ...more] = text.replace(/[\s,%]/g, "").replace(/[−–]/g, "-").split("/");
    return above && below && !more.length ? Number(above) / Number(below) : NaN;
  }

  /** `text` without what two readers would write differently. */
  const plain = (text) => text.replace(/[\s·*`()]/g, "").replace(/−/g, "-").toLowerCase();

  /** Copies of what an answer says, without its last period. */
  function words(item) {
    const nodes = [...bold(item)[0].cloneNode(true).childNodes];
    const last = nodes.at(-1);
    if (last.nodeType === Node.TEXT_NODE) last.data = last.data.replace(/\.$/, "");
    return nodes;
  }

  /** What is bold in an answer. */
  const bold = (item) => [...item.querySelectorAll(":scope > strong, :scope > p > strong")];

  /** The ways to answer. Each gives the controls, and tells which item an answer is. */
  const kinds = {
    choice: {
      controls: (guess) =>
        guess.items.map((item, i) =>
          make("button", { type: "button", onclick: () => guess.answer(String(i)) }, ...words(item)),
        ),
      item: (guess, answer) => guess.items[answer],
      said: (guess, answer) => words(guess.items[answer]),
    },

    words: {
      controls: (guess) => [typed(guess, "", (text) => plain(text) !== "" || "Write an answer.")],
      item: (guess, answer) =>
        guess.items.find((item) => bold(item).some((words) => plain(words.textContent) === plain(answer))),
      said: (_, answer) => [answer],
    },

    number: {
      controls: (guess) => [
        typed(guess, "text", (text) => Number.isFinite(number(text)) || "That is no number. Write it like 0.5, -3 or 1/4."),
      ],
      item: (guess, answer) => near(guess, number(answer)),
      said: (_, answer) => [answer],
    },

    place: {
      controls(guess) {
        const [from, to, left, right, bottom] = guess.dataset.axis.split(" ").map(Number);
        const drawing = document.querySelector(`#${guess.dataset.figure} > svg`);
        const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
        line.setAttribute("class", "guessed-place");
        const shown = make("output", {});
        const slider = make("input", { type: "range", min: from, max: to, step: (to - from) / 200, value: from });
        slider.setAttribute("aria-label", "Your place on the axis");
        const move = () => {
          const x = left + ((slider.value - from) / (to - from)) * (right - left);
          for (const [name, value] of Object.entries({ x1: x, x2: x, y1: 0, y2: bottom })) line.setAttribute(name, value);
          shown.value = Number(slider.value).toPrecision(3);
        };
        slider.oninput = () => {
          // The figure may lie behind a question further up.
          drawing?.closest("after-guess[hidden]")?.guess.reveal();
          move();
        };
        move();
        drawing?.append(line);
        guess.marker = line;
        const point = ({ clientX }) => {
          if (guess.answered) return;
          const { left: start, width } = drawing.getBoundingClientRect();
          const x = ((clientX - start) / width) * drawing.viewBox.baseVal.width;
          slider.value = from + ((x - left) / (right - left)) * (to - from);
          move();
        };
        drawing?.addEventListener("click", point);
        const answer = make("button", { type: "button", onclick: () => guess.answer(shown.value) }, "Answer");
        return [slider, shown, answer];
      },
      item: (guess, answer) => near(guess, number(answer)),
      said: (_, answer) => [answer],
    },

    order: {
      controls(guess) {
        const list = make("ol", {});
        const rows = guess.items.map((item, i) => {
          const row = make("li", {}, make("span", {}, ...words(item)));
          row.dataset.item = i;
          const name = bold(item)[0].textContent;
          for (const [what, by] of [["up", -1], ["down", 1]]) {
            const button = make("button", { type: "button", onclick: () => shift(row, by, button) }, what);
            button.setAttribute("aria-label", `Move ${name} ${what}`);
            row.append(button);
          }
          return row;
        });
        // Never in their right order, and the same at each visit: by what they say, or else turned round.
        const mixed = [...rows].sort((a, b) => (a.textContent < b.textContent ? -1 : 1));
        if (mixed.every((row, i) => row === rows[i])) mixed.reverse();
        list.append(...mixed);
        const order = () => [...list.children].map((row) => row.dataset.item).join(" ");
        return [list, make("button", { type: "button", onclick: () => guess.answer(order()) }, "Answer")];
      },
      item: () => undefined,
      right: (guess, answer) => answer === guess.items.map((_, i) => i).join(" "),
      said: (guess, answer) =>
        answer.split(" ").flatMap((i, n) => [n ? ", " : "", ...words(guess.items[i])]),
    },
  };

  function shift(row, by, button) {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (by < 0) other?.before(row);
    else other?.after(row);
    button.focus();
  }

  /** A field for an answer; `check` says what is wrong with one. */
  function typed(guess, mode, check) {
    const field = make("input", { type: "text", autocomplete: "off", spellcheck: false, inputMode: mode });
    field.setAttribute("autocapitalize", "none");
    field.setAttribute("aria-label", "Your answer");
    field.oninput = () => field.setCustomValidity("");
    const form = make("form", {}, field, make("button", {}, "Answer"));
    form.onsubmit = (event) => {
      event.preventDefault();
      const wrong = check(field.value);
      if (wrong === true) return guess.answer(field.value.trim());
      field.setCustomValidity(wrong);
      field.reportValidity();
    };
    return form;
  }

  /** The answer that `value` is: the right one if it is near enough, or the nearest one that it can be meant for. */
  function near(guess, value) {
    const is = (item) => Number(item.querySelector("[data-is]").dataset.is);
    const within = Number(guess.dataset.within) * (1 + 1e-9);
    const off = (item) => Math.abs(is(item) - value);
    if (off(guess.right) <= within) return guess.right;
    const [nearest] = guess.items.filter((item) => item !== guess.right).sort((a, b) => off(a) - off(b));
    // A number that was copied with fewer digits is still meant for it.
    return off(nearest) <= Math.min(within, Math.abs(is(nearest) - is(guess.right)) / 2) ? nearest : undefined;
  }

  class Guess extends HTMLElement {
    /** Called when all of it is there, and what it covers begins. */
    ready(after) {
      this.after = after;
      this.list = this.querySelector(":scope > ul, :scope > ol");
      this.items = [...this.list.children];
      this.right = this.items.find((item) => item.querySelector(".is-right"));
      this.kind = kinds[this.dataset.kind];
      this.open();
      if (this.id in answers) this.show(answers[this.id]);
    }

    open() {
      this.answered = false;
      this.list.hidden = true;
      this.after.setAttribute("hidden", "until-found");
      const show = make("button", { type: "button", className: "show", onclick: () => this.answer(SHOWN) }, "Show me");
      this.controls = make("div", { className: `answering ${this.dataset.kind}` }, ...this.kind.controls(this), show);
      this.controls.setAttribute("role", "group");
      this.controls.setAttribute("aria-label", "Your answer");
      if (this.className === "guess" && Object.keys(answers).length === 0) {
        this.controls.append(make("small", {}, "The section goes on after your answer."));
      }
      this.list.before(this.controls);
    }

    answer(answer) {
      answers[this.id] = answer;
      keep();
      this.show(answer);
      this.verdict.tabIndex = -1;
      this.verdict.focus({ preventScroll: true });
      tally();
    }

    /** Whether `answer` is right; a question that was only shown has none. */
    isRight(answer) {
      return this.kind.right ? this.kind.right(this, answer) : this.kind.item(this, answer) === this.right;
    }

    show(answer) {
      this.reveal();
      this.controls.remove();
      this.marker?.remove();
      this.verdict?.remove();
      this.verdict = make("p", { className: "verdict" });
      if (answer !== SHOWN) {
        const right = this.isRight(answer);
        this.verdict.append("You said ", make("strong", {}, ...this.kind.said(this, answer)), right ? ": right." : ".");
        this.kind.item(this, answer)?.classList.add("said");
      } else {
        this.verdict.append("The answers:");
      }
      this.list.before(this.verdict);
    }

    /** Shows all that is hidden. */
    reveal() {
      this.answered = true;
      this.list.hidden = false;
      this.after.removeAttribute("hidden");
    }

    /** Opens the question again. */
    clear() {
      this.verdict?.remove();
      this.verdict = undefined;
      this.controls.remove();
      this.items.forEach((item) => item.classList.remove("said"));
      this.open();
    }
  }

  class AfterGuess extends HTMLElement {
    connectedCallback() {
      if (this.guess) return;
      this.guess = this.previousElementSibling;
      this.guess?.ready?.(this);
      this.addEventListener("beforematch", () => this.guess.reveal());
    }
  }

  customElements.define("guess-first", Guess);
  customElements.define("after-guess", AfterGuess);

  /** Shows what the address leads to, whatever was answered. */
  function follow() {
    const [id] = location.hash.slice(1).split("?");
    const target = id && document.getElementById(id);
    let covered = target?.parentElement?.closest("after-guess[hidden]");
    if (!covered) return;
    for (; covered; covered = covered.parentElement.closest("after-guess[hidden]")) covered.guess.reveal();
    target.scrollIntoView();
  }

  /** How many questions of the page were answered, and a way to open them again. */
  function tally() {
    const guesses = [...document.querySelectorAll("guess-first")];
    const said = guesses.filter((guess) => answers[guess.id]);
    const line = document.querySelector(".tally") ?? make("p", { className: "tally" });
    const known = guesses.filter((guess) => guess.id in answers);
    const right = said.filter((guess) => guess.isRight(answers[guess.id]));
    const clear = () => {
      for (const guess of known) {
        delete answers[guess.id];
        guess.clear();
      }
      keep();
      tally();
      guesses[0].scrollIntoView();
    };
    line.replaceChildren(
      `Of the ${guesses.length} questions on this page you answered ${said.length}, ${right.length} of them right. `,
      make("button", { type: "button", onclick: clear }, "Clear my answers"),
    );
    line.hidden = known.length === 0;
    document.querySelector("main").append(line);
  }

  addEventListener("DOMContentLoaded", () => {
    follow();
    tally();
  });
  addEventListener("hashchange", follow);
})();
