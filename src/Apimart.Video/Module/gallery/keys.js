// @ts-check

/** @type {Record<string, (clip: Clip | null) => void>} */
const pageKeys = {
    'ArrowLeft': () => stage.step(-1),
    'ArrowRight': () => stage.step(1),
    'ArrowUp': () => stage.stepLine(-1),
    'ArrowDown': () => stage.stepLine(1),
    'Home': () => stage.step(-clips.length),
    'End': () => stage.step(clips.length),
    ' ': () => stage.toggle(),
    'Enter': clip => clip && large.open(clip),
    'n': clip => {
        if (clip) {
            large.open(clip);
            large.note();
        }
    },
    'c': clip => clip && compare.mark(clip),
    'o': () => compare.start(),
    'b': () => setBlind(!state.blind),
    'v': () => nextView(),
    '/': () => {
        document.body.classList.add('filters-open');
        byId('search').focus();
    },
    '?': () => /** @type {HTMLDialogElement} */ (byId('help')).showModal(),
    'e': () => exportPicks(),
};

/** @type {Record<string, (clip: Clip | null) => void>} */
const largeKeys = {
    'ArrowLeft': () => large.step(-1),
    'ArrowRight': () => large.step(1),
    ' ': () => large.toggle(),
    ',': () => large.stepFrame(-1),
    '.': () => large.stepFrame(1),
    'n': () => large.note(),
    'o': clip => clip && compare.open(rowOf(clip), clip),
};

/** @type {Record<string, (clip: Clip | null) => void>} */
const compareKeys = {
    'ArrowLeft': () => compare.choose(-1),
    'ArrowRight': () => compare.choose(1),
    ' ': () => compare.toggle(),
    ',': () => compare.clock?.step(-1),
    '.': () => compare.clock?.step(1),
};

/** What the verdict's keys do, wherever they are pressed. @param {string} key @param {Clip} clip @param {() => void} next */
function judge(key, clip, next) {
    if (key === 'p') {
        choices.toggle(clip, 'pick');
    } else if (key === 'x') {
        choices.toggle(clip, 'reject');
    } else if (/^[0-5]$/.test(key)) {
        choices.set(clip, { stars: Number(key) });
        if (key !== '0') {
            next();
        }
    } else {
        return false;
    }

    return true;
}

addEventListener('keydown', event => {
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    const writes = target.matches('textarea, select, input:not([type=range])');
    if (event.key === 'Escape' && writes) {
        target.blur();
        if (document.querySelector('dialog[open]')) {
            /** @type {HTMLElement | null} */ (target.closest('dialog'))?.focus();
            event.preventDefault();
        } else if (state.current) {
            stage.select(state.current);
        }

        return;
    }

    if (writes) {
        if (target.id === 'search' && event.key === 'Enter' && state.current) {
            stage.select(state.current);
            event.preventDefault();
        }

        return;
    }

    if (event.ctrlKey || event.metaKey || event.altKey || byId('help').hasAttribute('open')) {
        return;
    }

    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const presses = target.matches('button, a, input') && (key === ' ' || key === 'Enter' || (target.matches('input') && key.startsWith('Arrow')));
    if (presses || event.repeat && !key.startsWith('Arrow') && key !== ',' && key !== '.') {
        return;
    }

    const [clip, keys, next] = compare.clip
        ? [compare.clip, compareKeys, () => compare.choose(1)]
        : large.clip
            ? [large.clip, largeKeys, () => large.step(1)]
            : [state.current, pageKeys, () => { stage.step(1); }];
    if (clip && judge(key, clip, next)) {
        event.preventDefault();
    } else if (Object.hasOwn(keys, key)) {
        event.preventDefault();
        keys[key](clip);
    }
});
