// @ts-check

/** Two to four videos side by side on one clock. */
const compare = (() => {
    const most = 4;
    const dialog = /** @type {HTMLDialogElement} */ (byId('compare'));
    /** @type {HTMLVideoElement[]} */
    let videos = [];
    /** @type {Clip[]} */
    let shown = [];
    /** @type {ReturnType<typeof makeClock> | null} */
    let clock = null;
    let chosen = 0;

    function close() {
        clock?.close();
        clock = null;
        videos.forEach(video => players.close(video));
        videos = [];
    }

    /** @param {Clip} clip @param {number} at */
    function makeCell(clip, at) {
        const cell = make('div', 'cell');
        const caption = make('p', 'caption');
        caption.dir = 'auto';
        const verdict = makeVerdict(clip);
        cell.append(videos[at], caption, verdict.box);
        cell.addEventListener('pointerdown', () => choose(at));
        return {
            cell,
            show() {
                verdict.show();
                const name = String.fromCharCode(65 + at);
                caption.textContent = isHidden(clip)
                    ? name
                    : [name, clip.model, (takesOf.get(clip.group) ?? 0) > 1 ? `take ${clip.take}` : '', summaryOf(clip)].filter(Boolean).join(' · ');
                cell.classList.toggle('picked', choices.of(clip).pick === 'pick');
                cell.classList.toggle('rejected', choices.of(clip).pick === 'reject');
            },
        };
    }

    /** @type {{ cell: HTMLElement, show: () => void }[]} */
    let cells = [];

    /** @param {number} at */
    function choose(at) {
        chosen = (at + shown.length) % shown.length;
        cells.forEach(({ cell }, index) => cell.classList.toggle('current', index === chosen));
    }

    /** @param {Clip[]} some @param {Clip | null} [near]  one to be among them where there are too many */
    function open(some, near = null) {
        const playing = some.filter(clip => clip.url);
        const from = near ? Math.max(0, Math.min(playing.indexOf(near), playing.length - most)) : 0;
        const able = playing.slice(from, from + most);
        if (able.length < 2) {
            notify('Comparing needs two to four videos: mark them with c.');
            return;
        }

        close();
        large.close();
        shown = able;
        videos = shown.map(clip => {
            const video = players.open(clip, 'auto');
            video.tabIndex = -1;
            return video;
        });
        cells = shown.map(makeCell);
        const grid = make('div', `cells of${shown.length}`);
        grid.append(...cells.map(({ cell }) => cell));
        const play = makeButton('Play', 'Plays or stops all (Space)', () => toggle(), 'main');
        const range = make('input');
        range.type = 'range';
        range.min = '0';
        range.step = '0.001';
        range.setAttribute('aria-label', 'Time');
        range.addEventListener('input', () => clock?.seek(Number(range.value)));
        const time = make('output', 'time');
        const line = make('div', 'line');
        line.append(
            play,
            makeButton('‹', 'One frame back (,)', () => clock?.step(-1)),
            makeButton('›', 'One frame on (.)', () => clock?.step(1)),
            range,
            time,
            makeButton('Close', 'Closes (Esc)', () => dialog.close()));
        const prompts = new Set(shown.map(clip => clip.prompt));
        const prompt = makeForeign('prompt', prompts.size === 1 ? shown[0].prompt : '');
        prompt.title = prompt.textContent ?? '';
        dialog.replaceChildren(prompt, grid, line);
        clock = makeClock(videos, () => {
            if (clock) {
                play.textContent = clock.running ? 'Stop' : 'Play';
                range.max = String(clock.length);
                range.value = String(clock.time);
                time.textContent = `${toTime(clock.time)} / ${toTime(clock.length)}`;
            }
        });
        dialog.showModal();
        dialog.focus();
        cells.forEach(cell => cell.show());
        choose(0);
        if (!calm.matches) {
            clock.play();
        }
    }

    function toggle() {
        if (clock?.running) {
            clock.pause();
        } else {
            clock?.play();
        }
    }

    dialog.tabIndex = -1;
    dialog.addEventListener('close', () => {
        // The event comes late: by then it may be open again.
        if (dialog.open) {
            return;
        }

        close();
        shown = [];
        cells = [];
        dialog.replaceChildren();
        if (state.current) {
            stage.select(state.current);
        }
    });
    choices.listen(clip => cells[shown.indexOf(clip)]?.show());

    return {
        most,
        open,
        toggle,
        close: () => dialog.close(),
        choose: (/** @type {number} */ by) => choose(chosen + by),

        /** The clip that the keys mean, or null where nothing is compared. */
        get clip() { return dialog.open ? shown[chosen] ?? null : null; },
        get clock() { return clock; },
        get videos() { return videos; },

        /** What is marked, or the row of the current clip. */
        start() {
            open(state.marked.length > 1 ? state.marked : state.current ? rowOf(state.current) : [], state.current);
        },

        /** Marks a clip, or takes the mark away. @param {Clip} clip */
        mark(clip) {
            const at = state.marked.indexOf(clip);
            if (at >= 0) {
                state.marked.splice(at, 1);
            } else if (!clip.url) {
                notify('There is no video here to compare.');
            } else if (state.marked.length === most) {
                notify('Four are marked already.');
            } else {
                state.marked.push(clip);
            }

            this.showMarks();
        },

        showMarks() {
            byId('marked').hidden = state.marked.length === 0;
            byId('marked-text').textContent = `${state.marked.length} marked`;
            controlOf('compare-marked').disabled = state.marked.length < 2;
            stage.refresh();
        },
    };
})();
