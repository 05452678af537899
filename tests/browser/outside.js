// Elements that stick out of the window; what is cut off on purpose is left out.
const wide = [...document.body.querySelectorAll("*")].filter((element) => {
  if (element.closest(".unseen, .skip, script, noscript") || !element.checkVisibility()) return false;
  const box = element.getBoundingClientRect();
  return box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5);
});
return wide.map((element) => `${element.localName}.${element.className}#${element.id}`);
