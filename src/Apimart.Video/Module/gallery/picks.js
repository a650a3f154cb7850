// @ts-check

/** @param {unknown} value */
function toCell(value) {
    // Several links in one cell are separated by blanks, as New-ApimartVideo reads them.
    const text = value === null || value === undefined ? ''
        : Array.isArray(value) && value.every(item => typeof item === 'string') ? value.join(' ')
            : typeof value === 'object' ? JSON.stringify(value) : String(value);
    return `"${text.replace(/"/g, '""')}"`;
}

/**
 * The choices as CSV. First what names the clip and the choice, then what New-ApimartVideo needs to make it again, then the
 * user's own columns as far as they have other names.
 */
function toPicks() {
    const chosen = clips.filter(clip => choices.decided(clip) || choices.of(clip).note);
    /** @type {Map<string, (clip: Clip) => unknown>} */
    const columns = new Map(/** @type {[string, (clip: Clip) => unknown][]} */ ([
        ['TaskId', clip => clip.taskId],
        ['Row', clip => clip.row || ''],
        ['Name', clip => clip.file],
        ['Pick', clip => choices.of(clip).pick],
        ['Stars', clip => choices.of(clip).stars || ''],
        ['Note', clip => choices.of(clip).note],
        ['JobName', clip => clip.job],
        ['Model', clip => clip.model],
        ['Prompt', clip => clip.prompt],
    ]));
    const taken = new Set([...columns.keys()].map(name => name.toLowerCase()));
    for (const clip of chosen) {
        const own = clip.columns.map(([name]) => name);
        for (const name of [...Object.keys(clip.parameters), ...own]) {
            if (!taken.has(name.toLowerCase())) {
                taken.add(name.toLowerCase());
                columns.set(name, other => other.parameters[name] ?? other.columns.find(column => column[0] === name)?.[1]);
            }
        }
    }

    const lines = [[...columns.keys()].map(toCell).join(',')];
    for (const clip of chosen) {
        lines.push([...columns.values()].map(of => toCell(of(clip))).join(','));
    }

    return { count: chosen.length, text: '\ufeff' + lines.join('\r\n') + '\r\n' };
}

/** Saves the choices. */
function exportPicks() {
    const { count, text } = toPicks();
    if (count === 0) {
        notify('Nothing is chosen yet: p picks, x rejects, 1 to 5 give stars.');
        return;
    }

    saveText('picks.csv', text);
    notify(`${count} ${count === 1 ? 'choice' : 'choices'} exported as picks.csv.`);
}

/** The cells of a CSV text, quoted as Export-Csv, this page or a spreadsheet quotes them. @param {string} text @returns {string[][]} */
function parseCsv(text) {
    const separator = /^[^\n"]*;/.test(text) && !/^[^\n;]*,/.test(text) ? ';' : ',';
    /** @type {string[][]} */
    const rows = [];
    /** @type {string[]} */
    let row = [];
    let cell = '';
    let quoted = false;
    for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length; at++) {
        const sign = text[at];
        if (quoted) {
            if (sign !== '"') {
                cell += sign;
            } else if (text[at + 1] === '"') {
                cell += '"';
                at++;
            } else {
                quoted = false;
            }
        } else if (sign === '"' && cell === '') {
            quoted = true;
        } else if (sign === separator || sign === '\n') {
            row.push(cell);
            cell = '';
            if (sign === '\n') {
                rows.push(row);
                row = [];
            }
        } else if (sign !== '\r') {
            cell += sign;
        }
    }

    if (cell !== '' || row.length > 0) {
        rows.push([...row, cell]);
    }

    return rows.filter(some => some.length > 1);
}

/** Takes choices from a picks.csv, such as one from another browser. @param {string} text */
function loadPicks(text) {
    const [header = [], ...rows] = parseCsv(text);
    const at = Object.fromEntries(header.map((name, index) => [name.trim().toLowerCase(), index]));
    if (!('pick' in at) && !('stars' in at)) {
        notify('This is no picks.csv: it has neither a column Pick nor Stars.');
        return;
    }

    const byName = new Map(clips.flatMap(clip => [[`f:${clip.file}`, clip], [`t:${clip.taskId}`, clip], [`b:${clip.taskId}:${clip.file}`, clip]]));
    let count = 0;
    for (const row of rows) {
        const task = row[at.taskid] ?? '';
        const file = row[at.name] ?? '';
        const clip = byName.get(`b:${task}:${file}`) ?? (task ? byName.get(`t:${task}`) : file ? byName.get(`f:${file}`) : undefined);
        if (clip) {
            choices.set(clip, {
                pick: /** @type {'' | 'pick' | 'reject'} */ (row[at.pick] ?? ''),
                stars: Number(row[at.stars] ?? 0) || 0,
                note: row[at.note] ?? '',
            });
            count++;
        }
    }

    notify(`${count} of ${rows.length} choices taken over.`);
}
