// @ts-check

/**
 * The part of the page with the tiles. Only those near the window exist; the others are made when they come near.
 */
const stage = (() => {
    const box = byId('stage');
    /** @type {Map<Clip, Tile>} */
    const tiles = new Map();
    /** @type {Map<Line, HTMLElement>} */
    const heads = new Map();
    /** @type {WeakMap<Element, Tile>} */
    const byElement = new WeakMap();
    let layout = arrange([], 1);
    let order = /** @type {Clip[]} */ ([]);
    /** @type {Map<Clip, number>} */
    const places = new Map();
    let due = 0;
    /** How far beyond the window tiles are made, in windows; none before the first paint, which is to come soon. */
    let margin = 0;

    const sight = new IntersectionObserver(entries => {
        for (const entry of entries) {
            const tile = byElement.get(entry.target);
            if (entry.isIntersecting) {
                tile?.enter();
            } else {
                tile?.leave();
            }
        }
    });

    /** The first line that ends below a height. @param {number} y */
    function lineAt(y) {
        let low = 0;
        let high = layout.lines.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (layout.lines[middle].top + layout.lines[middle].height < y) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }

        return low;
    }

    /** Makes what has come near and takes away what is far. */
    function draw() {
        due = 0;
        const above = box.getBoundingClientRect().top;
        const from = -above - innerHeight * margin;
        const to = -above + innerHeight * (1 + margin);
        const near = new Set();
        for (let at = lineAt(from); at < layout.lines.length && layout.lines[at].top < to; at++) {
            const line = layout.lines[at];
            near.add(line);
            if (line.cells) {
                line.cells.forEach((clip, column) => clip && near.add(clip) && placeTile(clip, line, column));
            } else if (!heads.has(line)) {
                const head = makeForeign('head', line.head ?? '');
                head.setAttribute('role', 'listitem');
                head.title = line.head ?? '';
                head.style.top = `${line.top}px`;
                heads.set(line, head);
                box.append(head);
            }
        }

        for (const [line, head] of heads) {
            if (!near.has(line)) {
                head.remove();
                heads.delete(line);
            }
        }

        for (const [clip, tile] of tiles) {
            if (!near.has(clip) && !tile.element.contains(document.activeElement)) {
                drop(clip, tile);
            }
        }
    }

    /** @param {Clip} clip @param {Line} line @param {number} column */
    function placeTile(clip, line, column) {
        let tile = tiles.get(clip);
        if (!tile) {
            tile = makeTile(clip);
            tile.element.setAttribute('aria-setsize', String(order.length));
            tile.element.setAttribute('aria-posinset', String((places.get(clip) ?? 0) + 1));
            tile.element.style.width = `${layout.tile}px`;
            tile.element.style.height = `${line.height}px`;
            tiles.set(clip, tile);
            byElement.set(tile.element, tile);
            box.append(tile.element);
            sight.observe(tile.element);
            tile.element.tabIndex = clip === state.current ? 0 : -1;
            tile.element.classList.toggle('current', clip === state.current);
        }

        tile.element.style.transform = `translate(${column * (layout.tile + gap)}px, ${line.top}px)`;
    }

    /** @param {Clip} clip @param {Tile} tile */
    function drop(clip, tile) {
        sight.unobserve(tile.element);
        tile.leave();
        tile.element.remove();
        tiles.delete(clip);
    }

    function soon() {
        due ||= requestAnimationFrame(draw);
    }

    /** The line and column of a clip. @param {Clip} clip */
    function find(clip) {
        for (let at = 0; at < layout.lines.length; at++) {
            const column = layout.lines[at].cells?.indexOf(clip) ?? -1;
            if (column >= 0) {
                return { at, column };
            }
        }

        return null;
    }

    /** Makes a clip the one that the keys mean. @param {Clip} clip @param {boolean} [focus] */
    function select(clip, focus = true) {
        const former = state.current && tiles.get(state.current);
        if (former) {
            former.element.tabIndex = -1;
            former.element.classList.remove('current');
            if (state.current !== clip) {
                former.leave();
                former.enter();
            }
        }

        state.current = clip;
        const place = find(clip);
        if (!place) {
            return;
        }

        const line = layout.lines[place.at];
        const bar = byId('bar').offsetHeight + 12;
        const top = box.getBoundingClientRect().top + line.top;
        if (line.top <= headHeight && top < bar) {
            scrollTo({ top: 0, behavior: 'instant' });
        } else if (top < bar || top + line.height > innerHeight) {
            const above = layout.lines[place.at - 1];
            const room = above?.head ? above.height : 0;
            scrollBy({ top: top < bar ? top - bar - room : top + line.height - innerHeight + 16, behavior: 'instant' });
        }

        draw();
        const tile = tiles.get(clip);
        if (tile) {
            tile.element.tabIndex = 0;
            tile.element.classList.add('current');
            if (focus) {
                tile.element.focus({ preventScroll: true });
                tile.element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
            }
        }
    }

    addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', () => stage.arrange());
    box.addEventListener('focusin', event => {
        const element = event.target instanceof Element ? event.target.closest('.tile') : null;
        const tile = element && byElement.get(element);
        if (tile && tile.clip !== state.current) {
            select(tile.clip, false);
        }
    });
    box.addEventListener('click', event => {
        const element = event.target instanceof Element ? event.target.closest('.tile') : null;
        const tile = element && byElement.get(element);
        if (tile) {
            select(tile.clip);
            if (event.target instanceof Element && event.target.closest('.frame, .prompt')) {
                large.open(tile.clip);
            }
        }
    });
    choices.listen(clip => tiles.get(clip)?.show());

    // A frame's callbacks run before it is painted: those of the second one run after the first paint.
    requestAnimationFrame(() => requestAnimationFrame(() => {
        margin = 0.5;
        soon();
    }));

    return {
        /** The tiles that exist now. */
        get tiles() { return tiles; },

        /** The clips in the order in which the keys go through them. */
        get order() { return order; },

        select,
        draw,

        /** Lays out anew what is shown. */
        arrange() {
            layout = arrange(state.shown, box.clientWidth || box.getBoundingClientRect().width);
            order = layout.lines.flatMap(line => line.cells?.filter(clip => clip !== null) ?? []);
            places.clear();
            order.forEach((clip, at) => places.set(clip, at));
            tiles.forEach((tile, clip) => drop(clip, tile));
            heads.forEach(head => head.remove());
            heads.clear();
            box.style.height = `${layout.height}px`;
            const wide = layout.models.length > 0 && layout.width > box.clientWidth;
            byId('main').classList.toggle('wide', wide);
            box.style.minWidth = wide ? `${layout.width}px` : '';
            const models = byId('models');
            models.style.minWidth = box.style.minWidth;
            models.replaceChildren(...layout.models.map(name => {
                const cell = make('span', '', name || 'no model');
                cell.style.width = `${layout.tile}px`;
                return cell;
            }));
            if (!state.current || !places.has(state.current)) {
                state.current = order[0] ?? null;
            }

            draw();
        },

        /** Shows each tile anew, after a mark or the blind mode changed. */
        refresh: () => tiles.forEach(tile => tile.show()),

        /** Goes on by so many clips. @param {number} by */
        step(by) {
            const at = state.current ? places.get(state.current) ?? -1 : -1;
            const next = order[Math.max(0, Math.min(order.length - 1, at + by))];
            if (next) {
                select(next);
            }

            return next;
        },

        /** Goes up or down to the same column. @param {1 | -1} by */
        stepLine(by) {
            const place = state.current && find(state.current);
            for (let at = (place?.at ?? -1) + by; at >= 0 && at < layout.lines.length; at += by) {
                const cells = layout.lines[at].cells;
                const column = place?.column ?? 0;
                const next = cells && (cells[Math.min(column, cells.length - 1)] ?? nearest(cells, column));
                if (next) {
                    select(next);
                    return;
                }
            }
        },

        /** Plays or stops the current tile. */
        toggle() {
            if (state.current) {
                tiles.get(state.current)?.toggle();
            }
        },
    };

    /** @param {(Clip | null)[]} cells @param {number} column */
    function nearest(cells, column) {
        for (let off = 1; off < cells.length; off++) {
            const found = cells[column - off] ?? cells[column + off];
            if (found) {
                return found;
            }
        }

        return null;
    }
})();
