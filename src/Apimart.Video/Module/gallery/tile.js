// @ts-check

/** The height of a tile below its picture. */
const tileText = 142;

/** The parameters in few words. @param {Clip} clip */
function shortParameters(clip) {
    return Object.entries(clip.parameters)
        .filter(([name, value]) => name !== 'Duration' && (typeof value !== 'object') && String(value).length <= 24)
        .map(([name, value]) => typeof value === 'boolean' ? (value ? name : `no ${name}`) : String(value));
}

/** One line on what made the clip. @param {Clip} clip */
function summaryOf(clip) {
    return [
        clip.seconds === null ? '' : toSeconds(clip.seconds),
        clip.status === 'File' ? '' : toDollars(clip.cost),
        ...shortParameters(clip),
    ].filter(Boolean).join(' · ');
}

/** @param {Clip} clip */
function nameOf(clip) {
    return isHidden(clip) && clip.file ? 'name hidden' : clip.file.slice(clip.file.lastIndexOf('/') + 1) || clip.taskId || toWords(clip.status);
}

/** Why there is nothing to play. @param {Clip} clip */
function absenceOf(clip) {
    if (clip.reason) {
        return clip.reason;
    }

    if (clip.missing) {
        return clip.missing;
    }

    switch (clip.status) {
        case 'Completed': return 'The video is ready and not saved. Save-ApimartVideo saves it while its link lives.';
        case 'Submitted':
        case 'Processing': return 'The video is being made. Wait-ApimartTask waits for it.';
        case 'Submitting': return 'The request is on its way, and its answer is not here yet.';
        case 'OutcomeUnknown': return 'The request left, and no answer proves whether it was accepted.';
        case 'NotFound': return 'The server knows no such task.';
        default: return 'The server gave no reason.';
    }
}

/** Why there is nothing to play, as far as it may be told. @param {Clip} clip */
function reasonOf(clip) {
    return untold(clip, absenceOf(clip)) || 'The reason names the model, which is hidden until the choice is made.';
}

/** The user's own columns in a line. @param {Clip} clip */
function columnsOf(clip) {
    return clip.columns.map(column => untold(clip, column.join(': '))).filter(Boolean).join(' · ');
}

/** The buttons for verdict and stars, the same on a tile and in the large view. @param {Clip} clip @param {() => void} [after] */
function makeVerdict(clip, after) {
    const box = make('div', 'verdict');
    const pick = makeButton('✓', 'Pick (p)', () => choices.toggle(clip, 'pick'), 'pick');
    const reject = makeButton('✕', 'Reject (x)', () => choices.toggle(clip, 'reject'), 'reject');
    const stars = make('span', 'stars');
    stars.setAttribute('role', 'group');
    stars.setAttribute('aria-label', 'Stars');
    const each = [1, 2, 3, 4, 5].map(count => makeButton('★', count === 1 ? '1 star' : `${count} stars`, () => {
        choices.set(clip, { stars: choices.of(clip).stars === count ? 0 : count });
        after?.();
    }));
    stars.append(...each);
    box.append(pick, reject, stars);

    /** Shows the choice as it is. */
    function show() {
        const choice = choices.of(clip);
        pick.setAttribute('aria-pressed', String(choice.pick === 'pick'));
        reject.setAttribute('aria-pressed', String(choice.pick === 'reject'));
        each.forEach((star, at) => {
            star.classList.toggle('on', at < choice.stars);
            star.setAttribute('aria-pressed', String(at + 1 === choice.stars));
        });
    }

    show();
    return { box, show, buttons: [pick, reject, ...each] };
}

/**
 * A tile on the stage.
 * @typedef {object} Tile
 * @property {HTMLElement} element
 * @property {Clip} clip
 * @property {() => void} show  shows the choice as it is
 * @property {() => void} enter  comes in sight
 * @property {() => void} leave  goes out of sight
 * @property {() => void} toggle  plays or stops
 */

/** @param {Clip} clip @returns {Tile} */
function makeTile(clip) {
    const element = make('article', 'tile');
    element.setAttribute('role', 'listitem');
    element.tabIndex = -1;
    element.dataset.index = String(clip.index);
    const frame = make('div', 'frame');
    const badge = make('span', `badge ${clip.status.toLowerCase()}`, clip.status === 'Completed' ? '' : toWords(clip.status));
    const take = make('span', 'take');
    const prompt = makeForeign('prompt', '');
    const model = make('p', 'model');
    const summary = make('p', 'summary');
    const columns = makeForeign('columns', '');
    const reason = clip.url ? null : makeForeign('reason', '');
    const verdict = makeVerdict(clip, () => stage.step(1));
    verdict.buttons.forEach(button => { button.tabIndex = -1; });
    element.append(frame, prompt, model, summary, columns, verdict.box);
    const playing = makePlaying(clip, frame);

    if (reason) {
        frame.append(reason);
    }

    frame.append(badge, take);

    /** @param {HTMLCanvasElement | null | undefined} canvas */
    function place(canvas) {
        if (canvas) {
            frame.querySelector('canvas')?.remove();
            frame.prepend(canvas);
        } else if (canvas === null && !frame.querySelector('.reason')) {
            frame.append(makeForeign('reason', `This file does not play: ${isHidden(clip) ? 'its name is hidden' : clip.file}`));
        }

        show();
    }

    function show() {
        const choice = choices.of(clip);
        const hidden = isHidden(clip);
        element.classList.toggle('picked', choice.pick === 'pick');
        element.classList.toggle('rejected', choice.pick === 'reject');
        const mark = state.marked.indexOf(clip);
        element.classList.toggle('marked', mark >= 0);
        element.dataset.mark = 'ABCD'[mark] ?? '';
        take.textContent = !hidden && (takesOf.get(clip.group) ?? 0) > 1 ? `take ${clip.take}` : '';
        prompt.textContent = clip.prompt || nameOf(clip);
        columns.textContent = columns.title = columnsOf(clip);
        if (reason) {
            reason.textContent = reasonOf(clip);
        }

        model.textContent = hidden ? 'model hidden' : clip.model;
        summary.textContent = hidden ? '' : summaryOf(clip);
        summary.title = summary.textContent ?? '';
        const verdictText = choice.pick === 'pick' ? 'picked, ' : choice.pick === 'reject' ? 'rejected, ' : '';
        element.setAttribute('aria-label',
            `${verdictText}${choice.stars ? `${choice.stars} stars, ` : ''}${toWords(clip.status)}: ${(clip.prompt || nameOf(clip)).slice(0, 120)}`);
        verdict.show();
    }

    show();
    return {
        element,
        clip,
        show,
        enter() {
            const canvas = stills.find(clip);
            if (canvas) {
                place(canvas);
            } else {
                stills.want(clip, place);
            }
        },
        leave() {
            stills.forget(clip);
            playing.stop();
        },
        toggle: playing.toggle,
    };
}

/** What lets a tile play: on hovering after a moment, by moving over it, and by the keys. @param {Clip} clip @param {HTMLElement} frame */
function makePlaying(clip, frame) {
    const patience = 250;
    /** @type {HTMLVideoElement | null} */
    let video = null;
    let timer = 0;
    const bar = make('i', 'bar');

    /** @returns {HTMLVideoElement} */
    function open() {
        if (!video) {
            video = players.open(clip, 'auto');
            const made = video;
            made.addEventListener('timeupdate', () => {
                bar.style.width = `${100 * made.currentTime / (made.duration || 1)}%`;
            });
            made.addEventListener('error', stop);
            made.tabIndex = -1;
            made.setAttribute('aria-hidden', 'true');
            frame.querySelector('canvas')?.after(made) ?? frame.prepend(made);
            frame.append(bar);
        }

        return video;
    }

    function play() {
        open().play().catch(() => { /* It was taken apart before it began. */ });
    }

    function stop() {
        clearTimeout(timer);
        if (video) {
            const old = video;
            video = null;
            players.close(old);
            bar.remove();
        }
    }

    if (clip.url) {
        frame.addEventListener('pointerenter', event => {
            if (event.pointerType === 'mouse' && !calm.matches) {
                clearTimeout(timer);
                timer = setTimeout(play, patience);
            }
        });
        frame.addEventListener('pointermove', event => {
            if (event.pointerType !== 'mouse') {
                return;
            }

            const made = video;
            const share = event.offsetX / Math.max(1, frame.clientWidth);
            if (made && made.duration) {
                made.pause();
                made.currentTime = Math.max(0, Math.min(0.999, share)) * made.duration;
            }

            clearTimeout(timer);
            timer = calm.matches ? setTimeout(open, patience) : setTimeout(play, patience);
        });
        frame.addEventListener('pointerleave', stop);
    }

    return {
        stop,
        toggle() {
            if (video && !video.paused) {
                stop();
            } else if (clip.url) {
                play();
            }
        },
    };
}
