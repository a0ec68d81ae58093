/* Runs before the page is painted: marks that scripts work and restores the reader's settings,
   so that nothing flickers. Kept apart from the modules because they run only afterwards. */
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  if (/MicroMessenger/i.test(navigator.userAgent)) root.classList.add("wechat");
  ["theme", "contrast", "text", "mode", "elder-text"].forEach(function (name) {
    var value = null;
    try { value = localStorage.getItem("fabu." + name); } catch (error) { /* storage refused: defaults */ }
    if (value) root.setAttribute("data-" + name, value);
  });
})();
