// Texts with words of English, where no name of the code, a rule, a zone or a program has to stand.
const found = [];
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const { data, parentElement } = texts.currentNode;
  if (parentElement.closest('script, noscript, .data, .mono, #attention, option:not([value=""])')) continue;
  const words = data.replace(/[A-Z]\w+\/\w+|spakky-celery|spakky-lint|beat|--[\w-]+/g, "");
  if (/[a-z]{3}/.test(words)) found.push(data);
}
return found;
