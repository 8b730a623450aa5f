/*
 * What the charts of a report look like. Runs where the report is made, not where it is read:
 * draw(json) returns an SVG picture whose colours are the page's own variables.
 */
var setTimeout = function () { return 0; };
var clearTimeout = function () {};

var draw = (function () {
  var INK = 'var(--ink)';
  var QUIET = 'var(--quiet)';
  var LINE = 'var(--line)';
  var BAR = 'var(--bar)';
  var MEMORY = 'var(--memory)';
  var FONT = 12;
  var ROW = 26;

  // The library writes texts into the picture as they are.
  function escaped(text) {
    return String(text)
      .replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;').replace(/'/g, '&#39;');
  }

  function shortened(text, most) {
    var points = Array.from(String(text));
    return escaped(points.length > most ? points.slice(0, most - 1).join('') + '…' : points.join(''));
  }

  function grouped(number) {
    var parts = String(number).split('.');
    parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, ',');
    return parts.join('.');
  }

  function compact(number) {
    var size = Math.abs(number);
    var sign = number < 0 ? '−' : '';
    if (size >= 1e9) { return sign + trimmed(size / 1e9) + 'bn'; }
    if (size >= 1e6) { return sign + trimmed(size / 1e6) + 'm'; }
    if (size >= 1e4) { return sign + trimmed(size / 1e3) + 'k'; }
    return sign + grouped(trimmed(size));
  }

  /** A number of at least a thousand in four characters. */
  function brief(number) {
    var size = Math.abs(number);
    var sign = number < 0 ? '−' : '';
    return size < 1e3 || size >= 1e6 ? compact(number)
      : sign + (size < 9950 ? (size / 1e3).toFixed(1) : Math.round(size / 1e3)) + 'k';
  }

  function trimmed(size) {
    return size >= 100 ? String(Math.round(size)) : String(Number(size.toPrecision(3)));
  }

  /** Where labels end that nobody has measured: wide fonts take 7.5 a character. */
  function room(names) {
    var longest = 0;
    names.forEach(function (name) {
      longest = Math.max(longest, Array.from(name.replace(/&[a-z0-9#]+;/g, '.')).length);
    });
    return 12 + 7.5 * longest;
  }

  function values(extra) {
    return Object.assign({
      type: 'value',
      axisLabel: { color: QUIET, fontSize: FONT, formatter: compact, hideOverlap: true },
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: LINE } }
    }, extra);
  }

  function labels(data, extra) {
    return Object.assign({
      type: 'category',
      data: data,
      axisLabel: { color: INK, fontSize: FONT, interval: 0 },
      axisLine: { lineStyle: { color: QUIET }, onZero: false },
      axisTick: { show: false }
    }, extra);
  }

  /** Whiskers from low to high beside a category axis. Data: [place, low, high]. */
  function whiskers(rows, horizontal, style) {
    return {
      type: 'custom',
      silent: true,
      z: 5,
      data: rows,
      encode: horizontal ? { y: 0, x: [1, 2] } : { x: 0, y: [1, 2] },
      renderItem: function (params, api) {
        var at = function (end) {
          return horizontal
            ? api.coord([api.value(end), api.value(0)])
            : api.coord([api.value(0), api.value(end)]);
        };
        var low = at(1);
        var high = at(2);
        var cap = style.cap;
        var shift = style.shift || 0;
        var line = function (x1, y1, x2, y2) {
          return {
            type: 'line',
            shape: { x1: x1, y1: y1, x2: x2, y2: y2 },
            style: { stroke: style.color, lineWidth: style.width, fill: 'none' }
          };
        };
        if (horizontal) {
          low[1] += shift;
          high[1] += shift;
        }
        return {
          type: 'group',
          children: [
            line(low[0], low[1], high[0], high[1]),
            horizontal ? line(low[0], low[1] - cap, low[0], low[1] + cap) : line(low[0] - cap, low[1], low[0] + cap, low[1]),
            horizontal ? line(high[0], high[1] - cap, high[0], high[1] + cap) : line(high[0] - cap, high[1], high[0] + cap, high[1])
          ]
        };
      }
    };
  }

  function bars(chart) {
    var rows = chart.rows;
    var names = rows.map(function (row) { return shortened(row.label, chart.width > 500 ? 34 : 18); });
    var remembered = [];
    rows.forEach(function (row, i) {
      if (row.memory) { remembered.push([i, row.memory.low, row.memory.high]); }
    });
    return {
      height: 34 + ROW * rows.length,
      option: {
        grid: { left: room(names), right: 28, top: 4, bottom: 26 },
        xAxis: values({ splitNumber: chart.width > 500 ? 6 : 3 }),
        yAxis: labels(names, { inverse: true, axisLine: { show: false } }),
        series: [
          {
            type: 'bar',
            barWidth: 12,
            itemStyle: { color: BAR },
            data: rows.map(function (row) {
              return { value: row.value, itemStyle: { color: row.unsure ? 'none' : BAR, borderColor: row.unsure ? QUIET : BAR, borderWidth: 1, borderType: row.unsure ? [3, 2] : 'solid' } };
            })
          },
          whiskers(rows.map(function (row, i) { return [i, row.low, row.high]; }), true,
            { color: INK, width: 1, cap: 4 }),
          whiskers(remembered, true, { color: MEMORY, width: 3, cap: 1.5, shift: 9 })
        ]
      }
    };
  }

  /** A line through the values over time, with the noise of each and the remembered band. */
  function line(chart) {
    var points = chart.rows;
    var names = points.map(function (point) { return escaped(point.label); });
    var series = [];
    var band = points.map(function (point) {
      return point.memory ? [point.memory.low, point.memory.value, point.memory.high] : null;
    });
    if (band.some(function (one) { return one !== null; })) {
      series.push({
        type: 'custom',
        silent: true,
        z: 1,
        data: points.map(function (point, i) { return [i, point.low, point.high]; }),
        encode: { x: 0, y: [1, 2] },
        renderItem: function (params, api) {
          if (params.dataIndex !== 0) { return { type: 'group', children: [] }; }
          var upper = [];
          var lower = [];
          band.forEach(function (one, i) {
            if (one !== null) {
              upper.push(api.coord([i, one[2]]));
              lower.unshift(api.coord([i, one[0]]));
            }
          });
          return {
            type: 'polygon',
            shape: { points: upper.concat(lower) },
            style: { fill: MEMORY, opacity: 0.22 }
          };
        }
      });
      series.push({
        type: 'line',
        z: 3,
        symbol: 'none',
        lineStyle: { color: MEMORY, width: 2 },
        data: band.map(function (one) { return one === null ? '-' : one[1]; })
      });
    }
    series.push(whiskers(points.map(function (point, i) { return [i, point.low, point.high]; }), false,
      { color: QUIET, width: 1, cap: points.length > 24 ? 0 : 3 }));
    series.push({
      type: 'line',
      z: 6,
      symbol: 'circle',
      symbolSize: points.length > 24 ? 4 : 6,
      lineStyle: { color: BAR, width: chart.joined ? 2 : 0 },
      data: points.map(function (point) {
        return { value: point.value, itemStyle: { color: point.unsure ? 'var(--paper)' : BAR, borderColor: point.unsure ? QUIET : BAR, borderWidth: 1 } };
      })
    });
    return {
      height: chart.height,
      option: {
        grid: { left: 10, right: 30, top: 10, bottom: 4, containLabel: true },
        xAxis: labels(names, {
          boundaryGap: true,
          axisLabel: { color: QUIET, fontSize: FONT, hideOverlap: true }
        }),
        yAxis: values({ scale: chart.scale, splitNumber: 3 }),
        series: series
      }
    };
  }

  function heat(chart) {
    var most = 0;
    chart.cells.forEach(function (cell) {
      if (!cell.unsure) { most = Math.max(most, Math.abs(cell.value)); }
    });
    var wide = chart.width > 500;
    var left = wide ? 130 : 84;
    var column = (chart.width - left - 6) / chart.xs.length;
    var longest = 0;
    chart.xs.forEach(function (x) { longest = Math.max(longest, Math.min(12, Array.from(String(x)).length)); });
    var upright = longest * 7 > column;
    var top = upright ? 10 + longest * 7 : 24;
    return {
      height: top + ROW * chart.ys.length + 6,
      option: {
        grid: { left: left, right: 6, top: top, bottom: 6 },
        xAxis: labels(chart.xs.map(function (x) { return shortened(x, 12); }), {
          position: 'top',
          axisLine: { show: false },
          axisLabel: { color: INK, fontSize: FONT, interval: 0, rotate: upright ? 90 : 0 }
        }),
        yAxis: labels(chart.ys.map(function (y) { return shortened(y, wide ? 18 : 11); }),
          { inverse: true, axisLine: { show: false } }),
        series: [{
          type: 'custom',
          silent: true,
          data: chart.cells.map(function (cell) { return [cell.x, cell.y, cell.value]; }),
          encode: { x: 0, y: 1 },
          renderItem: function (params, api) {
            var cell = chart.cells[params.dataIndex];
            var middle = api.coord([cell.x, cell.y]);
            var size = api.size([1, 1]);
            var box = {
              type: 'rect',
              shape: { x: middle[0] - size[0] / 2 + 1, y: middle[1] - size[1] / 2 + 1, width: size[0] - 2, height: size[1] - 2 },
              style: cell.unsure
                ? { fill: 'none', stroke: LINE, lineDash: [2, 2] }
                : { fill: cell.value < 0 ? QUIET : BAR, opacity: 0.1 + 0.5 * Math.abs(cell.value) / most }
            };
            var words = cell.unsure ? '?' : compact(cell.value);
            if (words.length * 7 > size[0] - 2) { words = brief(cell.value); }
            var room = words.length * 7 < size[0] - 2;
            return {
              type: 'group',
              children: !room ? [box] : [box, {
                type: 'text',
                style: { text: words, x: middle[0], y: middle[1], align: 'center', verticalAlign: 'middle', fill: cell.unsure ? QUIET : INK, fontSize: FONT - 1, fontFamily: 'inherit' }
              }]
            };
          }
        }]
      }
    };
  }

  /** How much of a budget is left, day by day; shares of 1. */
  function budget(chart) {
    return {
      height: 170,
      option: {
        grid: { left: 10, right: 40, top: 10, bottom: 4, containLabel: true },
        xAxis: labels(chart.days.map(escaped), {
          boundaryGap: false,
          axisLabel: { color: QUIET, fontSize: FONT, hideOverlap: true }
        }),
        yAxis: values({
          min: 0,
          max: 1,
          interval: 0.5,
          axisLabel: { color: QUIET, fontSize: FONT, formatter: function (share) { return Math.round(100 * share) + ' %'; } }
        }),
        series: [{
          type: 'line',
          step: 'end',
          symbol: 'none',
          lineStyle: { color: BAR, width: 2 },
          areaStyle: { color: BAR, opacity: 0.2 },
          data: chart.left.map(function (share) { return share === null ? '-' : share; })
        }]
      }
    };
  }

  var kinds = { bars: bars, line: line, heat: heat, budget: budget };

  return function (json) {
    var chart = JSON.parse(json);
    var drawn = kinds[chart.kind](chart);
    var canvas = echarts.init(null, null, { renderer: 'svg', ssr: true, width: chart.width, height: drawn.height });
    canvas.setOption(Object.assign({ animation: false, textStyle: { fontFamily: 'inherit' } }, drawn.option));
    var svg = canvas.renderToSVGString();
    canvas.dispose();
    return svg;
  };
})();
