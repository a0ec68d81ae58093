// Draws each chart from the table below it, so that the two can never disagree.
(function () {
  "use strict";
  var echarts = window.echarts;
  if (!echarts) return;
  var COLOURS = ["#1d4f91", "#c2410c"];
  var still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function cellsOf(row) {
    return Array.prototype.map.call(row.cells, function (cell) { return cell.textContent.trim(); });
  }

  function optionsFor(kind, head, lines) {
    var across = kind !== "trend";
    var names = { type: "category", data: lines.map(function (line) { return line[0]; }), inverse: across, axisTick: { show: false } };
    var counts = { type: "value", minInterval: 1 };
    return {
      animation: !still,
      color: COLOURS,
      textStyle: { fontFamily: "system-ui, PingFang SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif" },
      // The second bar is told apart by its pattern, too, not by colour alone.
      aria: { enabled: true, decal: { show: true, decals: [{ symbol: "none" }, { dashArrayX: [1, 0], dashArrayY: [3, 4], rotation: -Math.PI / 4, color: "rgba(255,255,255,0.55)" }] } },
      legend: { top: 0, textStyle: { color: "#1b1f24" } },
      // Drawn on the canvas: a tooltip of HTML would need inline styles, which our policy forbids.
      tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
      grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
      xAxis: across ? counts : names,
      yAxis: across ? names : counts,
      series: head.slice(1).map(function (name, at) {
        return { name: name, type: "bar", barMaxWidth: 26, data: lines.map(function (line) { return Number(line[at + 1]); }) };
      })
    };
  }

  document.querySelectorAll("[data-chart]").forEach(function (box) {
    var table = document.getElementById("table-" + box.dataset.chart);
    if (!table || !table.tHead) return;
    var lines = Array.prototype.map.call(table.tBodies[0].rows, cellsOf);
    box.hidden = false;
    if (box.dataset.chart !== "trend") box.style.height = Math.max(160, 70 + lines.length * 46) + "px";
    var chart = echarts.init(box, null, { renderer: "canvas" });
    chart.setOption(optionsFor(box.dataset.chart, cellsOf(table.tHead.rows[0]), lines));
    window.addEventListener("resize", function () { chart.resize(); });
  });
})();
