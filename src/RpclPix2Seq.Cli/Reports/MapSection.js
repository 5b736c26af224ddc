(() => {
  const root = document.getElementById('map');
  const data = JSON.parse(document.getElementById('map-data').textContent);
  const canvas = root.querySelector('canvas'), pen = canvas.getContext('2d'), tip = root.querySelector('.tip'), aside = root.querySelector('aside');
  const count = data.names.length, box = 10, pitch = 55, card = 46, dot = Math.min(2.6, Math.max(1.2, 2.6 * Math.sqrt(1500 / count)));
  const paths = data.paths.map(path => (path ? new Path2D(path) : null));
  const pictures = {};
  for (const [i, source] of Object.entries(data.pictures)) {
    pictures[i] = new Image();
    pictures[i].onload = () => draw();
    pictures[i].src = source;
  }

  // Cards are given in a random order, always the same, so that no part of the map is preferred.
  const order = [...Array(count).keys()];
  for (let i = count - 1, seed = 1; i > 0; i--) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const j = seed % (i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }

  let projection = data.projections[0], coloring = data.colorings[0], zoom = 1, panX = 0, panY = 0, pointed = -1;
  const hidden = new Set();
  let fit, cards = [], cardsOf = '';

  const isShown = i => !hidden.has(coloring.of[i]);
  const colorOf = i => coloring.groups[coloring.of[i]].color;

  const measure = () => {
    const { clientWidth: width, clientHeight: height } = canvas, xs = [], ys = [];
    for (let i = 0; i < count; i++) {
      xs.push(projection.places[2 * i]);
      ys.push(projection.places[2 * i + 1]);
    }
    for (const ellipse of projection.ellipses) {
      xs.push(ellipse.middle[0]);
      ys.push(ellipse.middle[1]);
    }
    const range = values => values.reduce(([low, high], v) => [Math.min(low, v), Math.max(high, v)], [Infinity, -Infinity]);
    const [left, right] = range(xs), [low, high] = range(ys), margin = 36;
    const scale = Math.min((width - 2 * margin) / (right - left || 1e-9), (height - 2 * margin) / (high - low || 1e-9));
    fit = { width, height, x: (left + right) / 2, y: (low + high) / 2, scale: right > left || high > low ? scale : 0 };
  };
  const placeX = x => fit.width / 2 + panX + (x - fit.x) * fit.scale * zoom;
  const placeY = y => fit.height / 2 + panY - (y - fit.y) * fit.scale * zoom;
  const place = i => [placeX(projection.places[2 * i]), placeY(projection.places[2 * i + 1])];

  // Which drawings have room for a card depends on the zoom alone, so that none comes or goes while the map is dragged.
  const chooseCards = () => {
    const key = [zoom, fit.scale, data.projections.indexOf(projection), data.colorings.indexOf(coloring), ...hidden].join();
    if (key === cardsOf)
      return;
    cardsOf = key;
    cards = [];
    const taken = new Map();
    for (const i of order) {
      if (!isShown(i))
        continue;
      const x = projection.places[2 * i] * fit.scale * zoom, y = projection.places[2 * i + 1] * fit.scale * zoom;
      const column = Math.floor(x / pitch), row = Math.floor(y / pitch);
      let free = true;
      for (let near = 0; near < 9 && free; near++) {
        const other = taken.get(`${column + (near % 3) - 1} ${row + Math.floor(near / 3) - 1}`);
        free = !other || Math.abs(other[0] - x) >= pitch || Math.abs(other[1] - y) >= pitch;
      }
      if (free) {
        taken.set(`${column} ${row}`, [x, y]);
        cards.push(i);
      }
    }
  };

  const drawCard = (i, x, y, ink, paper) => {
    const left = x - card / 2, top = y - card / 2;
    pen.beginPath();
    pen.roundRect(left, top, card, card, 5);
    pen.fillStyle = paper;
    pen.fill();
    pen.strokeStyle = colorOf(i);
    pen.lineWidth = i === pointed ? 3 : 1.5;
    pen.stroke();
    if (paths[i]) {
      pen.save();
      pen.translate(left, top);
      pen.scale(card / box, card / box);
      pen.strokeStyle = ink;
      pen.lineWidth = box / card;
      pen.stroke(paths[i]);
      pen.restore();
    } else if (pictures[i]?.complete) {
      pen.drawImage(pictures[i], left + 4, top + 4, card - 8, card - 8);
    }
  };

  const draw = () => {
    const sharp = window.devicePixelRatio || 1, style = getComputedStyle(root), ink = style.getPropertyValue('--ink'), paper = style.getPropertyValue('--card');
    measure();
    chooseCards();
    [canvas.width, canvas.height] = [Math.round(fit.width * sharp), Math.round(fit.height * sharp)];
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.lineCap = pen.lineJoin = 'round';
    const isNear = (x, y) => x > -card && y > -card && x < fit.width + card && y < fit.height + card;
    const radius = Math.min(3, dot * Math.sqrt(Math.max(zoom, 1)));
    pen.globalAlpha = .75;
    for (let i = 0; i < count; i++) {
      const [x, y] = place(i);
      if (!isShown(i) || !isNear(x, y))
        continue;
      pen.fillStyle = colorOf(i);
      pen.beginPath();
      pen.arc(x, y, i === pointed ? 2 * radius : radius, 0, 7);
      pen.fill();
    }
    pen.globalAlpha = 1;
    const isComponents = coloring.name === 'component';
    for (const { outline, color } of projection.ellipses) {
      pen.beginPath();
      for (let p = 0; p < outline.length; p += 2)
        pen.lineTo(placeX(outline[p]), placeY(outline[p + 1]));
      pen.strokeStyle = isComponents ? color : style.getPropertyValue('--muted');
      pen.lineWidth = 1.75;
      pen.stroke();
    }
    for (const i of cards) {
      const [x, y] = place(i);
      if (isNear(x, y))
        drawCard(i, x, y, ink, paper);
    }
    pen.font = '600 12px system-ui, sans-serif';
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    for (const { label, middle, color } of projection.ellipses) {
      const x = placeX(middle[0]), y = placeY(middle[1]);
      pen.beginPath();
      pen.arc(x, y, 10, 0, 7);
      pen.fillStyle = paper;
      pen.fill();
      pen.strokeStyle = isComponents ? color : style.getPropertyValue('--muted');
      pen.lineWidth = 2;
      pen.stroke();
      pen.fillStyle = ink;
      pen.fillText(label, x, y + 1);
    }
  };

  const nearest = (x, y) => {
    let best = -1, least = 14 * 14;
    for (let i = 0; i < count; i++) {
      if (!isShown(i))
        continue;
      const [px, py] = place(i), distance = (px - x) ** 2 + (py - y) ** 2;
      if (distance < least)
        [best, least] = [i, distance];
    }
    if (best >= 0)
      return best;
    return cards.find(i => place(i).every((p, axis) => Math.abs(p - [x, y][axis]) < card / 2)) ?? -1;
  };

  const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });

  const point = i => {
    if (i !== pointed) {
      pointed = i;
      draw();
    }
    tip.hidden = i < 0;
    if (i < 0)
      return;
    const lines = data.colorings.map(c => element('div', c.groups[c.of[i]].name));
    tip.replaceChildren(drawing(i), element('b', data.names[i]), ...lines);
    const [x, y] = place(i), beside = card / 2 + 8;
    tip.style.left = `${x + beside + 172 < fit.width ? x + beside : Math.max(4, x - beside - 172)}px`;
    tip.style.top = `${Math.max(4, Math.min(y - 90, fit.height - tip.offsetHeight - 4))}px`;
  };

  const drawing = i => {
    if (!paths[i])
      return Object.assign(document.createElement('img'), { src: data.pictures[i], alt: '' });
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg'), path = document.createElementNS(svg.namespaceURI, 'path');
    svg.setAttribute('viewBox', `0 0 ${box} ${box}`);
    path.setAttribute('d', data.paths[i]);
    svg.append(path);
    return svg;
  };

  const zoomBy = (factor, x = fit.width / 2, y = fit.height / 2) => {
    const next = factor ? Math.min(Math.max(zoom * factor, .5), 400) : 1, ratio = next / zoom;
    panX = factor ? (x - fit.width / 2) * (1 - ratio) + panX * ratio : 0;
    panY = factor ? (y - fit.height / 2) * (1 - ratio) + panY * ratio : 0;
    zoom = next;
    point(-1);
    draw();
  };

  const choice = (title, options, isChosen, choose) => {
    const row = document.createElement('div');
    row.className = 'choice';
    row.append(element('span', title));
    for (const option of options) {
      const button = element('button', option.title ?? option.name);
      button.type = 'button';
      button.setAttribute('aria-pressed', isChosen(option));
      button.onclick = () => {
        choose(option);
        point(-1);
        list();
        draw();
      };
      row.append(button);
    }
    return row;
  };

  const list = () => {
    aside.replaceChildren();
    if (data.projections.length > 1)
      aside.append(choice('method', data.projections, p => p === projection, p => { projection = p; zoom = 1; panX = panY = 0; }));
    if (data.colorings.length > 1)
      aside.append(choice('color', data.colorings, c => c === coloring, c => { coloring = c; hidden.clear(); }));
    const groups = document.createElement('ul'), counts = coloring.groups.map(() => 0);
    groups.className = 'groups';
    for (const group of coloring.of)
      counts[group]++;
    coloring.groups.forEach((group, g) => {
      const item = document.createElement('li'), button = document.createElement('button'), mark = document.createElement('i');
      mark.style.background = group.color;
      button.type = 'button';
      button.title = group.name;
      button.append(mark, element('span', group.name), element('b', counts[g]));
      button.setAttribute('aria-pressed', !hidden.has(g));
      button.onclick = () => {
        if (!hidden.delete(g))
          hidden.add(g);
        button.setAttribute('aria-pressed', !hidden.has(g));
        point(-1);
        draw();
      };
      item.append(button);
      groups.append(item);
    });
    aside.append(groups);
    if (projection.note)
      aside.append(Object.assign(element('p', projection.note), { className: 'note' }));
  };

  let held = null;
  canvas.addEventListener('pointerdown', e => {
    held = [e.clientX - panX, e.clientY - panY];
    canvas.setPointerCapture(e.pointerId);
  });
  canvas.addEventListener('pointerup', () => { held = null; });
  canvas.addEventListener('pointercancel', () => { held = null; });
  canvas.addEventListener('pointermove', e => {
    if (!held) {
      point(nearest(e.offsetX, e.offsetY));
      return;
    }
    [panX, panY] = [e.clientX - held[0], e.clientY - held[1]];
    point(-1);
    draw();
  });
  canvas.addEventListener('pointerleave', () => point(-1));
  canvas.addEventListener('wheel', e => {
    e.preventDefault();
    zoomBy(Math.exp(-e.deltaY * (e.deltaMode ? .05 : .0016)), e.offsetX, e.offsetY);
  }, { passive: false });
  canvas.addEventListener('keydown', e => {
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[e.key];
    const factor = { '+': 1.5, '=': 1.5, '-': 1 / 1.5, 0: 0 }[e.key];
    if (step === undefined && factor === undefined)
      return;
    e.preventDefault();
    if (factor !== undefined) {
      zoomBy(factor);
      return;
    }
    [panX, panY] = [panX + step[0], panY + step[1]];
    draw();
  });
  for (const button of root.querySelectorAll('.zoom button'))
    button.onclick = () => zoomBy(Number(button.dataset.zoom));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  new ResizeObserver(draw).observe(canvas);
  list();
  draw();
})();
