// @ts-check

/**
 * A line of the stage: a heading, or a line of tiles.
 * @typedef {object} Line
 * @property {number} top
 * @property {number} height
 * @property {string} [head]  the heading's text
 * @property {(Clip | null)[]} [cells]
 */

/** What is searched, filtered and sorted by; as the controls stand. */
function readControls() {
    return {
        words: controlOf('search').value.toLowerCase().split(/\s+/).filter(Boolean),
        job: controlOf('filter-job').value,
        model: controlOf('filter-model').value,
        status: controlOf('filter-status').value,
        pick: controlOf('filter-pick').value,
        stars: Number(controlOf('filter-stars').value),
        sort: controlOf('sort').value,
    };
}

/** What searching looks in. What would tell the model is left out while it is hidden. @param {Clip} clip */
function textOf(clip) {
    const hidden = isHidden(clip);
    const parts = [clip.taskId, clip.reason, clip.job, toWords(clip.status), ...clip.columns.map(column => column.join(' '))];
    if (hidden) {
        return [clip.prompt, ...parts.map(part => untold(clip, part)), choices.of(clip).note].join('\n').toLowerCase();
    }

    clip.text ||= [clip.prompt, ...parts, clip.model, clip.file].join('\n').toLowerCase();
    return `${clip.text}\n${choices.of(clip).note.toLowerCase()}`;
}

/** @type {Record<string, (a: Clip, b: Clip) => number>} */
const orders = {
    made: (a, b) => a.index - b.index,
    newest: (a, b) => b.submitted - a.submitted || b.index - a.index,
    stars: (a, b) => choices.of(b).stars - choices.of(a).stars || a.index - b.index,
    model: (a, b) => a.model.localeCompare(b.model) || a.index - b.index,
    name: (a, b) => a.file.localeCompare(b.file, undefined, { numeric: true }) || a.index - b.index,
    dear: (a, b) => (b.cost ?? -1) - (a.cost ?? -1) || a.index - b.index,
    long: (a, b) => (b.seconds ?? -1) - (a.seconds ?? -1) || a.index - b.index,
};

/** An order that says nothing of the model, and is the same each time. @param {string} text */
function shuffleOf(text) {
    let hash = 2166136261;
    for (let at = 0; at < text.length; at++) {
        hash = Math.imul(hash ^ text.charCodeAt(at), 16777619);
    }

    hash = Math.imul(hash ^ (hash >>> 15), 2246822519);
    return (hash ^ (hash >>> 13)) >>> 0;
}

/** The clips that the controls leave, in their order. @returns {Clip[]} */
function selectClips() {
    const wanted = readControls();
    const kept = clips.filter(clip => {
        const choice = choices.of(clip);
        return (!wanted.job || clip.job === wanted.job)
            && (!wanted.model || state.blind || clip.model === wanted.model)
            && (!wanted.status || clip.status === wanted.status)
            && (!wanted.pick || (wanted.pick === 'open' ? !choices.decided(clip) : choice.pick === wanted.pick))
            && choice.stars >= wanted.stars
            && (wanted.words.length === 0 || wanted.words.every(word => textOf(clip).includes(word)));
    });
    const tells = state.blind && ['model', 'name', 'dear', 'long'].includes(wanted.sort);
    kept.sort(tells ? orders.made : orders[wanted.sort] ?? orders.made);
    if (state.blind) {
        // Within a prompt, chance decides: the order in which they were submitted would tell the model.
        const first = new Map();
        kept.forEach((clip, at) => first.has(clip.prompt) || first.set(clip.prompt, at));
        kept.sort((a, b) => first.get(a.prompt) - first.get(b.prompt) || shuffleOf(a.key) - shuffleOf(b.key));
    }

    return kept;
}

/** Groups by a key, in the order in which the keys come up. @param {Clip[]} list @param {(clip: Clip) => string} keyOf */
function groupBy(list, keyOf) {
    /** @type {Map<string, Clip[]>} */
    const groups = new Map();
    for (const clip of list) {
        const key = keyOf(clip);
        const group = groups.get(key);
        if (group) {
            group.push(clip);
        } else {
            groups.set(key, [clip]);
        }
    }

    return groups;
}

/** Whether a prompt was given to several models, so that a grid of the two says something. */
const hasGrid = (() => {
    /** @type {Map<string, string>} */
    const seen = new Map();
    return clips.some(clip => {
        const key = `${clip.job}\n${clip.prompt}`;
        const model = seen.get(key);
        seen.set(key, model ?? clip.model);
        return clip.prompt !== '' && model !== undefined && model !== clip.model;
    });
})();

const gap = 16;
const headHeight = 44;

/**
 * Lays the clips out in lines of tiles of equal size, so that where each stands is known before it is made.
 * @param {Clip[]} list
 * @param {number} width  of the stage
 */
function arrange(list, width) {
    const wanted = Math.min(state.size, width);
    const models = state.view === 'grid' && !state.blind ? [...new Set(list.map(clip => clip.model))] : [];
    const count = models.length || Math.max(1, Math.floor((width + gap) / (wanted + gap)));
    const tile = models.length
        ? Math.max(Math.min(wanted, 240), Math.floor((width + gap) / count) - gap)
        : Math.floor((width + gap) / count) - gap;
    const height = Math.round(tile * 9 / 16) + tileText;
    /** @type {Line[]} */
    const lines = [];
    let top = 0;

    /** @param {string} head */
    function addHead(head) {
        lines.push({ top, height: headHeight, head });
        top += headHeight;
    }

    /** @param {(Clip | null)[]} cells */
    function addCells(cells) {
        lines.push({ top, height, cells });
        top += height + gap;
    }

    /** @param {Clip[]} some */
    function addTiles(some) {
        for (let at = 0; at < some.length; at += count) {
            addCells(some.slice(at, at + count));
        }
    }

    if (models.length) {
        for (const group of groupBy(list, clip => `${clip.job}\n${clip.prompt}`).values()) {
            addHead(group[0].prompt || 'No prompt');
            const columns = models.map(model => group.filter(clip => clip.model === model));
            const most = Math.max(...columns.map(column => column.length));
            for (let at = 0; at < most; at++) {
                addCells(columns.map(column => column[at] ?? null));
            }
        }
    } else if (state.view === 'takes') {
        for (const group of groupBy(list, clip => state.blind ? `${clip.job}\n${clip.prompt}` : clip.group).values()) {
            const row = group[0].row ? `Row ${group[0].row}` : '';
            const count = group.length > 1 ? `${group.length} takes` : '';
            addHead([state.blind ? '' : row, count, group[0].prompt].filter(Boolean).join(' · '));
            addTiles(group);
        }
    } else {
        addTiles(list);
    }

    return { lines, models, tile, height: top, width: models.length ? count * (tile + gap) - gap : width };
}
