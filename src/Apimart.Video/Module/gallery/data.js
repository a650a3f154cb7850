// @ts-check
'use strict';

/**
 * A clip as it stands in the page's data. Names are short because there are thousands; numbers point into the lists beside it.
 * @typedef {object} Entry
 * @property {string} i  what the choices are kept by: the task's id, or a stand-in with `~` where there is none
 * @property {number} [v]  which of the task's videos, where it is not the first
 * @property {number} [j]  job
 * @property {number} [m]  model
 * @property {number} [p]  prompt
 * @property {number} [q]  parameters
 * @property {number} [s]  status; the first is not written
 * @property {string} [f]  the file, relative to the page, with slashes
 * @property {string} [x]  why a recorded file cannot be played
 * @property {number} [r]  the row within the job, counted from 1 in the order in which the job's rows came up
 * @property {number} [n]  the row's number in the user's input, where it is known
 * @property {number} [k]  the take of the row
 * @property {number} [c]  dollars
 * @property {number} [e]  reason
 * @property {number} [a]  when it was submitted, in seconds since 1970
 * @property {number} [w]  how long the server worked, in seconds
 * @property {number} [d]  the video's length as it was asked for, in seconds
 * @property {(string|null)[]} [u]  the user's own columns
 */

/**
 * @typedef {object} GalleryData
 * @property {string} title
 * @property {string} made
 * @property {string[]} statuses
 * @property {string[]} jobs
 * @property {string[]} models
 * @property {string[]} prompts
 * @property {string[]} reasons
 * @property {string[]} columns
 * @property {Record<string, unknown>[]} parameters
 * @property {Entry[]} clips
 */

/**
 * A clip as the page works with it.
 * @typedef {object} Clip
 * @property {number} index  its place in the order in which the clips were submitted
 * @property {string} key  what its choice is kept by
 * @property {number} part  which of the task's videos, counted from 0
 * @property {string} taskId  the task's id, or nothing
 * @property {string} job
 * @property {string} model
 * @property {string} prompt
 * @property {Record<string, unknown>} parameters
 * @property {string} status
 * @property {string} file  relative path, or nothing
 * @property {string} url  the file as a link, or nothing
 * @property {string} missing  why a recorded file cannot be played
 * @property {number} row  its number in the user's input, else its place in the job; 0 for none
 * @property {number} take
 * @property {string} group  what its takes have in common
 * @property {number | null} cost
 * @property {string} reason
 * @property {number} submitted
 * @property {number | null} worked
 * @property {number | null} seconds
 * @property {[string, string][]} columns
 * @property {string} text  what searching looks in, in lower case
 */

/** @type {GalleryData} */
const data = {
    title: 'Gallery', made: '', statuses: ['Completed'], jobs: [], models: [], prompts: [], reasons: [], columns: [],
    parameters: [], clips: [],
    ...JSON.parse(document.getElementById('data')?.textContent || '{}'),
};

/** A relative path as a link: each part on its own, so that blanks, `#`, `%` and `?` stay part of the name. @param {string} path */
function toLink(path) {
    return './' + path.split('/').map(part => part === '..' ? part : encodeURIComponent(part)).join('/');
}

/** @type {Clip[]} */
const clips = (() => {
    /** @type {Map<string, number>} */
    const takes = new Map();
    return data.clips.map((entry, index) => {
        const job = entry.j === undefined ? '' : data.jobs[entry.j];
        const group = entry.r === undefined ? entry.i : `${entry.j ?? ''}/${entry.r}`;
        const take = entry.k ?? (takes.get(group) ?? 0) + 1;
        takes.set(group, take);
        const file = entry.f ?? '';
        return {
            index,
            key: entry.v ? `${entry.i}/${entry.v}` : entry.i,
            part: entry.v ?? 0,
            taskId: entry.i.startsWith('~') ? '' : entry.i,
            job,
            model: entry.m === undefined ? '' : data.models[entry.m],
            prompt: entry.p === undefined ? '' : data.prompts[entry.p],
            parameters: entry.q === undefined ? {} : data.parameters[entry.q],
            status: data.statuses[entry.s ?? 0],
            file,
            url: file && toLink(file),
            missing: entry.x ?? '',
            row: entry.n ?? entry.r ?? 0,
            take,
            group,
            cost: entry.c ?? null,
            reason: entry.e === undefined ? '' : data.reasons[entry.e],
            submitted: entry.a ?? 0,
            worked: entry.w ?? null,
            seconds: entry.d ?? null,
            columns: data.columns.flatMap((name, at) =>
                entry.u?.[at] ? [/** @type {[string, string]} */ ([name, entry.u[at]])] : []),
            text: '',
        };
    });
})();

/** How many takes a row has. @type {Map<string, number>} */
const takesOf = new Map();
for (const clip of clips) {
    takesOf.set(clip.group, (takesOf.get(clip.group) ?? 0) + 1);
}
