// @ts-check

/** One video large, with all that is known of it. */
const large = (() => {
    const dialog = /** @type {HTMLDialogElement} */ (byId('large'));
    /** @type {HTMLVideoElement | null} */
    let video = null;
    /** @type {Clip | null} */
    let shown = null;

    function close() {
        if (video) {
            players.close(video);
            video = null;
        }
    }

    /** @param {string} name @param {string} value @param {HTMLElement} list */
    function addFact(name, value, list) {
        const box = make('div');
        const text = make('dd', '', value);
        text.dir = 'auto';
        box.append(make('dt', '', name), text);
        list.append(box);
    }

    /** @param {Clip} clip */
    function makeFacts(clip) {
        const facts = make('dl', 'facts');
        const hidden = isHidden(clip);
        addFact('Status', toWords(clip.status), facts);
        addFact('Model', hidden ? 'hidden until you choose' : clip.model || 'unknown', facts);
        if (!hidden) {
            for (const [name, value] of Object.entries(clip.parameters)) {
                addFact(name, toText(value), facts);
            }

            addFact('Cost', clip.status === 'File' ? 'unknown' : toDollars(clip.cost), facts);
        }

        if (clip.seconds !== null && !('Duration' in clip.parameters && !hidden)) {
            addFact('Length', toSeconds(clip.seconds), facts);
        }

        for (const column of clip.columns) {
            if (untold(clip, column.join(': '))) {
                addFact(...column, facts);
            }
        }

        if (untold(clip, clip.job)) {
            addFact('Job', clip.row ? `${clip.job}, row ${clip.row}` : clip.job, facts);
        }

        if (clip.submitted) {
            addFact('Submitted', new Date(clip.submitted * 1000).toLocaleString(), facts);
        }

        if (clip.worked !== null && !hidden) {
            addFact('Took', toSeconds(clip.worked), facts);
        }

        if (clip.taskId) {
            addFact('Task', clip.taskId, facts);
        }

        return facts;
    }

    /** The line to make it again and the link to its file. @param {Clip} clip */
    function makeAgain(clip) {
        const box = make('section', 'again');
        if (isHidden(clip)) {
            return box;
        }

        if (canMakeAgain(clip)) {
            const line = toLine(clip);
            const code = make('pre', 'code', line);
            code.tabIndex = 0;
            code.setAttribute('role', 'region');
            code.setAttribute('aria-label', 'The line that makes this video again');
            box.append(make('h3', '', 'Make it again'), code, makeButton('Copy the line', 'Copies the line', () => void copyText(line)));
        }

        if (clip.url) {
            const link = make('a', 'button', 'Open the file');
            link.href = clip.url;
            link.target = '_blank';
            link.rel = 'noopener';
            box.append(link, makeButton('Copy the name', 'Copies the name of the file', () => void copyText(clip.file)), makeForeign('path', clip.file));
        }

        return box;
    }

    /** @param {Clip} clip */
    function makeNote(clip) {
        const label = make('label', 'note', 'Note');
        const area = make('textarea');
        area.value = choices.of(clip).note;
        area.rows = 2;
        area.dir = 'auto';
        area.addEventListener('input', () => choices.set(clip, { note: area.value }));
        label.append(area);
        return label;
    }

    /** The other takes of the row, to go to. @param {Clip} clip */
    function makeTakes(clip) {
        const box = make('nav', 'takes');
        const takes = rowOf(clip);
        if (takes.length > 1) {
            box.setAttribute('aria-label', 'Takes');
            box.append(...takes.map((take, at) => {
                const name = state.blind ? `Video ${at + 1}` : `Take ${take.take}`;
                const button = makeButton(name, state.blind ? `${name} of this prompt` : `${name} of this row`, () => open(take));
                button.setAttribute('aria-current', String(take === clip));
                return button;
            }));
            box.append(makeButton('Compare', 'Compares the takes (o)', () => compare.open(takes, clip)));
        }

        return box;
    }

    /** @param {Clip} clip */
    function open(clip) {
        close();
        shown = clip;
        const view = make('div', 'screen');
        if (clip.url) {
            video = players.open(clip, 'auto');
            video.controls = true;
            video.autoplay = !calm.matches;
            video.tabIndex = -1;
            video.addEventListener('error', () => {
                view.append(makeForeign('reason', `This file does not play: ${isHidden(clip) ? 'its name is hidden' : clip.file}`));
            });
            view.append(video);
        } else {
            view.append(makeForeign('reason', reasonOf(clip)));
        }

        const side = make('div', 'side');
        const verdict = makeVerdict(clip);
        const prompt = makeForeign('prompt', clip.prompt || nameOf(clip));
        const head = make('div', 'line');
        head.append(
            makeButton('←', 'The one before (←)', () => step(-1)),
            makeButton('→', 'The next (→)', () => step(1)),
            make('span', 'space'),
            makeButton('Close', 'Closes (Esc)', () => dialog.close()));
        side.append(head, verdict.box, prompt);
        if (clip.url && untold(clip, clip.reason)) {
            side.append(makeForeign('reason', clip.reason));
        }

        side.append(makeTakes(clip), makeNote(clip), makeFacts(clip), makeAgain(clip));
        dialog.replaceChildren(view, side);
        if (!dialog.open) {
            dialog.showModal();
        }

        dialog.focus();
    }

    /** @param {number} by */
    function step(by) {
        const next = stage.step(by);
        if (next && next !== shown) {
            open(next);
        }
    }

    dialog.tabIndex = -1;
    dialog.addEventListener('close', () => {
        // The event comes late: by then it may be open again.
        if (dialog.open) {
            return;
        }

        close();
        shown = null;
        dialog.replaceChildren();
        if (state.current) {
            stage.select(state.current);
        }
    });
    choices.listen(clip => {
        if (clip !== shown || document.activeElement instanceof HTMLTextAreaElement) {
            return;
        }

        const verdict = dialog.querySelector('.verdict');
        const inside = verdict?.contains(document.activeElement);
        verdict?.replaceWith(makeVerdict(clip).box);
        if (inside) {
            dialog.focus();
        }

        dialog.querySelector('.facts')?.replaceWith(makeFacts(clip));
        dialog.querySelector('.again')?.replaceWith(makeAgain(clip));
    });

    return {
        /** The clip that is shown large. */
        get clip() { return dialog.open ? shown : null; },
        open,
        step,
        close: () => dialog.close(),

        toggle() {
            if (video?.paused) {
                video.play().catch(() => { /* It was taken apart before it began. */ });
            } else {
                video?.pause();
            }
        },

        /** One frame on or back, at the rate that most models have. @param {number} by */
        stepFrame(by) {
            if (video) {
                video.pause();
                video.currentTime = Math.max(0, video.currentTime + by / 24);
            }
        },

        note: () => dialog.querySelector('textarea')?.focus(),
    };
})();

/**
 * What is looked at side by side with a clip: the takes of its row; while models are hidden all of its prompt, for the takes of a row
 * have one model.
 * @param {Clip} clip
 */
function rowOf(clip) {
    return state.blind
        ? clips.filter(other => other.job === clip.job && other.prompt === clip.prompt).sort((a, b) => shuffleOf(a.key) - shuffleOf(b.key))
        : clips.filter(other => other.group === clip.group).sort((a, b) => a.take - b.take || a.index - b.index);
}
