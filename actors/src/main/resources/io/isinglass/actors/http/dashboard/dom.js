// The few things that the page's modules all do to the document.

export const byId = id => document.getElementById(id);

/** An element with properties and children. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Sets a text only when it is another one, so that screen readers hear each once and layout rests. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Makes the options of a choice, only when they are others, so that an open list stays open. */
export function offer(select, options, chosen) {
  const wanted = JSON.stringify(options);
  if (select.dataset.options !== wanted) {
    select.replaceChildren(...options.map(([value, text]) => make('option', { value, textContent: text })));
    select.dataset.options = wanted;
  }
  select.value = chosen;
}
