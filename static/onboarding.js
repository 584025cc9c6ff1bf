// Makes the pages nicer where scripts run; every page works without. No texts here: they come with the markup.
const make = (tag, attributes = {}, parent = null) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent?.append(node);
  return node;
};

function start() {
  document.getElementById("summary")?.focus();
  document.querySelectorAll("form[data-sending] select").forEach((select) => select.length > 70 && searchable(select));
  document.querySelectorAll("input[type=file]").forEach(files);
  document.querySelectorAll(".ending").forEach(ending);
  document.querySelectorAll("form[data-sending]").forEach((form) => {
    // There before it speaks: some screen readers miss a status that comes already filled.
    make("p", { class: "doing sending", role: "status" }, form);
    form.addEventListener("submit", send);
  });
}

// A long list becomes a box to type in; the select stays in the form and keeps the answer.
function searchable(select) {
  const { id } = select;
  const width = [...select.classList].find((name) => name.startsWith("w-")) ?? "";
  const box = make("div", { class: `combo ${width}` });
  const options = [...select.options].filter((option) => option.value);
  select.before(box);
  select.id = `${id}-all`;
  select.hidden = true;
  const input = make("input", { id, class: select.className, type: "text", role: "combobox", autocomplete: "off",
    "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${id}-list` }, box);
  for (const name of ["aria-describedby", "aria-invalid"])
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  const list = make("ul", { role: "listbox", id: `${id}-list` }, box);
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  const words = select.form.dataset, told = make("p", { class: "doing", role: "status" });
  box.after(told);
  let found = [], at = -1;
  const text = () => (select.value ? select.selectedOptions[0].text : "");
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const mark = (next) => {
    at = next;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", i === at));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const open = (typed) => {
    const wanted = plain(typed).split(/\s+/);
    found = options.filter((option) => wanted.every((word) => plain(option.text).includes(word)));
    list.replaceChildren(...found.map((option, i) => {
      const item = make("li", { role: "option", id: `${id}-${i}-option` });
      item.textContent = option.text;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
      return item;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = found.length ? words.matches.replace("{count}", number(found.length)) : words.noMatch;
    mark(-1);
  };
  const close = () => {
    list.hidden = true;
    told.textContent = "";
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const choose = (option) => {
    const other = select.value !== (option?.value ?? "");
    select.value = option?.value ?? "";
    input.value = text();
    if (other || input.dataset.wrong) say(input);
    close();
  };
  input.value = text();
  close();
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("click", () => list.hidden && open(""));
  input.addEventListener("blur", () => {
    const same = options.find((option) => plain(option.text) === plain(input.value.trim()));
    if (same || !input.value.trim()) return choose(same);
    // What fits nothing stays, to be corrected, and counts as no answer.
    select.value = "";
    close();
    say(input, words.pick);
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (list.hidden) open("");
      if (found.length) mark((at + step + found.length) % found.length);
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      choose(found[at]);
    } else if (event.key === "Escape") close();
  });
}

// What is wrong with an input stands and is marked as the server would do it; no lines: nothing is.
function say(input, ...lines) {
  const id = `${input.id}-error`;
  const ids = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  document.getElementById(id)?.remove();
  if (lines.length) {
    const box = make("div", { class: "error", id, role: "alert" });
    for (const line of lines) make("p", {}, box).textContent = line;
    (input.closest(".combo") ?? input).before(box);
    ids.push(id);
    input.setAttribute("aria-invalid", "true");
    input.dataset.wrong = "yes";
  } else {
    input.removeAttribute("aria-invalid");
    delete input.dataset.wrong;
  }
  input.setAttribute("aria-describedby", ids.join(" "));
  const field = input.closest(".field");
  field?.classList.toggle("field--error", Boolean(field.querySelector(".error")));
}

const number = (value, options) => new Intl.NumberFormat(document.documentElement.lang, options).format(value);

function size(bytes) {
  const [unit, by] = bytes < 1e3 ? ["byte", 1] : bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
  const unitDisplay = by === 1 ? "long" : "short";
  return number(bytes / by, { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 });
}

// Name, size and a small picture of what was chosen, and what can be seen to be wrong with it; nothing leaves
// the browser for it. Limits and words are those of the server, which looks again.
function files(input) {
  const limits = input.closest("[data-starts]").dataset;
  const told = make("p", { class: "doing", role: "status" });
  input.after(told);
  input.addEventListener("change", async () => {
    input.parentNode.querySelectorAll(".preview").forEach((old) => { URL.revokeObjectURL(old.src); old.remove(); });
    const chosen = [...input.files], same = () => input.files[0] === chosen[0];
    told.textContent = chosen.map((file) => `${file.name} (${size(file.size)})`).join(", ");
    const lines = chosen.length > limits.mostFiles ? [limits.tooMany] : [];
    for (const file of chosen) {
      const picture = make("img", { class: "preview", alt: "" });
      const slot = await fault(file, picture, limits).catch(() => "unreadable");
      if (!same()) return;
      if (slot) lines.push(...(chosen.length > 1 ? [file.name] : []), limits[slot]);
      else if (picture.src) told.after(picture);
    }
    say(input, ...lines);
  });
}

// The name of what is wrong with a file, "" for nothing; the picture shows it where it is one.
async function fault(file, picture, limits) {
  if (!file.size) return "empty";
  if (file.size >= limits.mostBytes) return "tooLarge";
  const bytes = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  const start = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const found = limits.starts.split(" ").find((one) => start.startsWith(one));
  if (!found) return "wrongType";
  if (start.startsWith("25504446")) return "";
  picture.src = URL.createObjectURL(file);
  await new Promise((loaded, failed) => { picture.onload = loaded; picture.onerror = failed; });
  const longer = Math.max(picture.naturalWidth, picture.naturalHeight);
  return longer > limits.mostPixels ? "tooManyPixels" : longer < limits.leastPixels ? "tooFewPixels" : "";
}

// Before the session ends: a note with a button that lets it go on, so that nothing typed is lost.
function ending(form) {
  const wait = (seconds) => setTimeout(() => { form.hidden = false; }, Math.max(0, seconds - 120) * 1000);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (!answer) return;
    if (!answer.ok) return over();
    form.hidden = true;
    wait(Number(await answer.text()));
  });
  wait(Number(form.dataset.seconds));
}

// It has ended: the page stays as it is, and says how to go on.
function over() {
  const form = document.querySelector(".ending");
  const [soon, ended] = form.querySelectorAll("p");
  soon.hidden = true;
  ended.hidden = form.hidden = false;
  form.querySelector("button").hidden = true;
}

// Files are sent with their progress told; where the network or a proxy fails, the page stays and says so.
function send(event) {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.querySelectorAll("[role=combobox]").forEach((input) => input.dispatchEvent(new Event("blur")));
  const told = form.querySelector(".sending"), inputs = [...form.querySelectorAll("input[type=file]")];
  const chosen = inputs.flatMap((input) => [...input.files]);
  const wrong = form.querySelector("[data-wrong]");
  const large = chosen.reduce((sum, file) => sum + file.size, 0) > form.dataset.mostBytes;
  if ((wrong || large) && event.submitter?.name !== "_language") {
    event.preventDefault();
    told.textContent = large ? form.dataset.tooLarge : "";
    return (wrong ?? inputs[0]).focus();
  }
  if (!navigator.onLine) {
    event.preventDefault();
    told.textContent = form.dataset.lost;
    return;
  }
  form.dataset.sent = "yes";
  if (event.submitter?.name || !chosen.length) return;
  event.preventDefault();
  const bar = make("progress", { class: "meter", max: 1, "aria-label": form.dataset.sending }, form);
  const request = new XMLHttpRequest();
  const stay = () => { told.textContent = form.dataset.lost; bar.remove(); delete form.dataset.sent; };
  told.textContent = form.dataset.sending;
  request.upload.onprogress = ({ loaded, total }) => { bar.value = loaded / total; };
  request.onerror = stay;
  request.onload = () => {
    if (request.status === 403) {
      stay();
      told.textContent = "";
      return over();
    }
    if (new URL(request.responseURL).pathname !== new URL(form.action).pathname) return location.assign(request.responseURL);
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    if (!page.getElementById("main")) return stay();
    document.title = page.title;
    document.body.replaceWith(page.body);
    start();
  };
  request.open("POST", form.action);
  request.send(new FormData(form, event.submitter));
}

addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
start();
