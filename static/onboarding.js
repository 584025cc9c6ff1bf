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
  document.querySelectorAll("form[data-sending]").forEach((form) => {
    // There before it speaks: some screen readers miss a status that comes already filled.
    if (form.querySelector("input[type=file]")) make("p", { class: "doing sending", role: "status" }, form);
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
  const open = (words) => {
    const wanted = plain(words).split(/\s+/);
    found = options.filter((option) => wanted.every((word) => plain(option.text).includes(word)));
    list.replaceChildren(...found.map((option, i) => {
      const item = make("li", { role: "option", id: `${id}-${i}-option` });
      item.textContent = option.text;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
      return item;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  };
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); mark(-1); };
  const choose = (option) => { select.value = option ? option.value : ""; input.value = text(); close(); };
  input.value = text();
  close();
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("click", () => list.hidden && open(""));
  input.addEventListener("blur", () => {
    const same = options.find((option) => plain(option.text) === plain(input.value));
    choose(same ?? (input.value ? select.value && select.selectedOptions[0] : null));
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

// Name, size and a small picture of what was chosen; nothing leaves the browser for it.
function files(input) {
  const told = make("p", { class: "doing", role: "status" });
  input.after(told);
  input.addEventListener("change", () => {
    input.parentNode.querySelectorAll(".preview").forEach((old) => { URL.revokeObjectURL(old.src); old.remove(); });
    const size = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
    told.textContent = [...input.files].map((file) => `${file.name} (${size.format(file.size / 1e6)})`).join(", ");
    for (const file of input.files)
      if (/^image\/(jpeg|png)$/.test(file.type)) told.after(make("img", { class: "preview", alt: "", src: URL.createObjectURL(file) }));
  });
}

// Files are sent with their progress told; anything that goes wrong falls back to the plain way.
function send(event) {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  if (event.submitter?.name || ![...form.querySelectorAll("input[type=file]")].some((input) => input.files.length)) return;
  event.preventDefault();
  const told = form.querySelector(".sending");
  const bar = make("progress", { class: "meter", max: 1, "aria-label": form.dataset.sending }, form);
  const request = new XMLHttpRequest();
  const plainly = () => { told.textContent = ""; bar.remove(); form.submit(); };
  told.textContent = form.dataset.sending;
  request.upload.onprogress = ({ loaded, total }) => { bar.value = loaded / total; };
  request.onerror = plainly;
  request.onload = () => {
    if (new URL(request.responseURL).pathname !== new URL(form.action).pathname) return location.assign(request.responseURL);
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    document.title = page.title;
    document.body.replaceWith(page.body);
    start();
  };
  request.open("POST", form.action);
  request.send(new FormData(form, event.submitter));
}

addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
start();
