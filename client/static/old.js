// A browser that is too old for modules gets this one sentence, in words that it understands.
(function () {
  function say() {
    var p = document.createElement("p");
    p.appendChild(document.createTextNode("请升级浏览器。 Please use a newer browser."));
    document.body.appendChild(p);
  }
  if (document.body) { say(); } else { window.onload = say; }
})();
