using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Text;

namespace Apimart.Video.Chains;

/// <summary>Makes requests of rows that go on from each other. A chain is sent as a whole or not at all.</summary>
internal sealed class ChainedRows
{
    private const string RefusedChain = "ChainRefused";

    private readonly IReadOnlyList<ChainInput> _held;
    private readonly ChainGraph _graph;
    private readonly ChainRequests _requests;
    private readonly ModelCatalogue _catalogue;
    private readonly Uri? _server;
    private readonly RowCounter _counter;
    private readonly JobLedger? _ledger;
    private readonly ChainPicks? _picks;
    private readonly ChainOutcome[] _rows;
    private readonly bool[] _returnsFrame;

    /// <param name="held">The rows in the order of the input.</param>
    /// <param name="earlier">The names of rows that were sent before any row had a column After.</param>
    /// <param name="catalogue">The models.</param>
    /// <param name="server">The API's address, where it is known.</param>
    /// <param name="counter">Counts equal rows.</param>
    /// <param name="ledger">What the journal has of the rows' jobs; null where there is none.</param>
    /// <param name="picks">The takes that were chosen; null for none.</param>
    internal ChainedRows(
        IReadOnlyList<ChainInput> held,
        IReadOnlySet<string>? earlier,
        ModelCatalogue catalogue,
        Uri? server,
        RowCounter counter,
        JobLedger? ledger,
        ChainPicks? picks = null)
    {
        _held = held;
        _catalogue = catalogue;
        _server = server;
        _counter = counter;
        _ledger = ledger;
        _picks = picks;
        _requests = new ChainRequests(catalogue, server);
        _rows = [.. held.Select(_ => new ChainOutcome())];
        _returnsFrame = new bool[held.Count];
        _graph = new ChainGraph([.. held.Select(row => row.Row)], earlier);
    }

    /// <summary>What becomes of the rows, in the order of the input.</summary>
    /// <param name="shard">The part of the rows that is wanted; null for all.</param>
    /// <param name="hasFrames">Whether a last frame can be taken from a video here.</param>
    /// <param name="isSettled">Whether the journal has a row's video already, so that nothing has to be sent for it.</param>
    internal IReadOnlyList<ChainOutcome> Prepare(RowShard? shard, bool hasFrames, Func<int, PreparedVideo, bool> isSettled)
    {
        foreach (IGrouping<int, int> depth in ByDepth())
        {
            int[] rows = [.. depth];
            Array.ForEach(rows, Prepare);
            Count(rows);
        }

        AskForFrames();
        if (!hasFrames)
        {
            RequireFrames(isSettled);
        }

        RefuseWholeChains();
        if (shard is not null)
        {
            LeaveOut(shard);
        }

        return _rows;
    }

    private bool IsRefused(int row) => _held[row].Request is null || _rows[row].Refusal is not null;

    private string LabelOf(int row) => _held[row].Row.Label;

    /// <summary>Parents first, since a row's identity holds that of the row before it.</summary>
    private IEnumerable<IGrouping<int, int>> ByDepth()
    {
        Dictionary<int, int> depths = [];
        foreach (int row in _graph.ParentsFirst())
        {
            depths[row] = _graph.ParentOf(row) is { } before && depths.TryGetValue(before, out int depth) ? depth + 1 : 0;
        }

        return depths.GroupBy(pair => pair.Value, pair => pair.Key).OrderBy(depth => depth.Key);
    }

    /// <summary>
    /// Counts equal rows. Where something goes on from one of them, which of them is which must depend neither on their order nor on what
    /// becomes of the others: a name that the journal knows keeps its number, the others take the free ones in the order of their names.
    /// </summary>
    private void Count(int[] rows)
    {
        HashSet<(string Digest, int Take, int Occurrence)> used = [];
        List<(int Row, int Video)> open = [];
        foreach ((int row, int at) in rows
            .OrderBy(row => _held[row].Row.Names is [var name, ..] ? name : string.Empty, StringComparer.OrdinalIgnoreCase)
            .ThenBy(row => row)
            .SelectMany(row => Enumerable.Range(0, _rows[row].Videos.Count).Select(video => (row, video))))
        {
            PreparedVideo video = _rows[row].Videos[at];
            if (_ledger is not null
                && _held[row].Row is { Job: { } job, Names: { Count: > 0 } names }
                && _ledger.OccurrenceOf(job, video.Request, video.Take, names) is { } known
                && used.Add((video.Request.Digest, video.Take, known)))
            {
                Set(row, at, known);
            }
            else
            {
                open.Add((row, at));
            }
        }

        foreach ((int row, int at) in open)
        {
            PreparedVideo video = _rows[row].Videos[at];
            int occurrence;
            do
            {
                occurrence = _counter.Next(video.Request, video.Take);
            }
            while (!used.Add((video.Request.Digest, video.Take, occurrence)));
            Set(row, at, occurrence);
        }

        void Set(int row, int at, int occurrence)
        {
            PreparedVideo[] videos = [.. _rows[row].Videos];
            videos[at] = videos[at] with { Occurrence = occurrence };
            _rows[row] = _rows[row] with { Videos = videos };
        }
    }

    private void Prepare(int row)
    {
        if (_held[row].Request is not { } request)
        {
            return;
        }

        try
        {
            if (_graph.ProblemOf(row) is { } problem)
            {
                throw new RequestRefusedException([problem]);
            }

            if (_held[row].Takes.Count == 0)
            {
                _catalogue.Prepare(request, _server);
            }

            List<PreparedVideo> videos = [];
            foreach (int take in _held[row].Takes)
            {
                videos.Add(_graph.ParentOf(row) is { } before ? Follow(row, request, before, take) : Root(request, take, videos));
            }

            _rows[row] = new ChainOutcome { Videos = videos };
        }
        catch (Exception wrong) when (wrong is RequestRefusedException or ArgumentException)
        {
            _rows[row] = new ChainOutcome { Refusal = wrong };
        }
    }

    private PreparedVideo Root(VideoRequest request, int take, List<PreparedVideo> others)
    {
        PreparedRequest made = others.Count > 0 ? others[0].Request : _catalogue.Prepare(request, _server);
        return new PreparedVideo(made, take, Occurrence: 0);
    }

    private PreparedVideo Follow(int row, VideoRequest request, int before, int take)
    {
        if (IsRefused(before))
        {
            // Whatever else is wrong with the row is told all the same: the way does not depend on what the row before it says.
            _catalogue.Prepare(request, _server);
            throw new RequestRefusedException([WholeChain(before)]);
        }

        PreparedVideo video = VideoBefore(row, before, take);
        string label = video.Take == RowIdentity.FirstTake && _rows[before].Videos.Count == 1
            ? LabelOf(before)
            : $"{LabelOf(before)}, take {video.Take}";
        PreparedRequest made = _requests.Prepare(request, video.Request, video.Id, label);
        _returnsFrame[before] |= made.Link!.Way == ChainWay.ReturnedFrame;
        return new PreparedVideo(made, take, Occurrence: 0) { Before = new VideoBefore(video.Id, label) };
    }

    /// <summary>The named take of the row before; else the one that was chosen; else its take of the same number; else its only one.</summary>
    private PreparedVideo VideoBefore(int row, int before, int take)
    {
        IReadOnlyList<PreparedVideo> videos = _rows[before].Videos;
        int? named = _graph.TakeOf(row);
        if (named is null && _picks?.Of(videos) is { Count: > 0 } picked)
        {
            return picked.Count == 1 ? picked[0] : throw new RequestRefusedException(
            [
                new RequestProblem(
                    "AmbiguousPick",
                    "Pick",
                    _held[row].Row.After,
                    $"Of {LabelOf(before)} the takes {Sentence.And(picked.Select(video => $"{video.Take}"))} are picked; a video goes on from one.",
                    $"Pick one of them, or name it: write {_held[row].Row.After}#{picked[0].Take} in After."),
            ]);
        }

        return videos.FirstOrDefault(video => video.Take == (named ?? take))
            ?? (named is null && videos.Count == 1 ? videos[0] : null)
            ?? throw new RequestRefusedException(
            [
                new RequestProblem(
                    "AmbiguousAfter",
                    "After",
                    _held[row].Row.After,
                    $"{LabelOf(before)} has the takes {Sentence.And(videos.Select(video => $"{video.Take}"))}; which of them take {take} goes on from is not said.",
                    $"Name the take: write {_held[row].Row.After?.Split('#')[0]}#{videos[0].Take} in After."),
            ]);
    }

    /// <summary>Whether a frame is asked for changes no video, and is no part of a row's identity: a chain that grows buys no video anew.</summary>
    private void AskForFrames()
    {
        for (int row = 0; row < _rows.Length; row++)
        {
            if (_returnsFrame[row] && _rows[row].Videos is [var first, ..] && _catalogue.TryFind(first.Request.Model, out VideoModel? model))
            {
                string field = model.LastFrameWish!.WireName;
                _rows[row] = _rows[row] with { Videos = [.. _rows[row].Videos.Select(video => video with { Request = video.Request.Asking(field) })] };
            }
        }
    }

    private void RequireFrames(Func<int, PreparedVideo, bool> isSettled)
    {
        for (int row = 0; row < _rows.Length; row++)
        {
            int at = row;
            if (_rows[row].Videos.FirstOrDefault(video => video.Request.Link?.Way == ChainWay.TakenFrame && !isSettled(at, video)) is { } wanting)
            {
                string former = _held[_graph.ParentOf(row)!.Value].Request!.Model;
                RequestRefusedException none = new(
                [
                    new RequestProblem(
                        "ChainNotPossible",
                        "After",
                        _held[row].Row.After,
                        $"{wanting.Request.Model} starts from the last frame of {wanting.Before!.Label}, which {former} does not return, and there is no ffmpeg on PATH to take it from the video.",
                        LastFrames.HowToGet),
                ]);
                _rows[row] = new ChainOutcome { Refusal = none };
            }
        }
    }

    private void RefuseWholeChains()
    {
        Dictionary<int, int> causes = [];
        foreach (int row in Enumerable.Range(0, _rows.Length).Where(row => IsRefused(row) && !IsOfChain(row)))
        {
            causes.TryAdd(_graph.RootOf(row), row);
        }

        for (int row = 0; row < _rows.Length; row++)
        {
            if (causes.TryGetValue(_graph.RootOf(row), out int cause) && cause != row && (!IsRefused(row) || IsOfChain(row)))
            {
                _rows[row] = new ChainOutcome { Refusal = new RequestRefusedException([WholeChain(cause)]) };
            }
        }
    }

    private bool IsOfChain(int row) => _rows[row].Refusal is RequestRefusedException { Problems: [{ ErrorId: RefusedChain }, ..] };

    private RequestProblem WholeChain(int cause) => new(
        RefusedChain,
        "After",
        null,
        $"It was not sent, since {LabelOf(cause)} of its chain is refused: a chain is sent as a whole or not at all.",
        "Correct that row, then run the same line again.");

    /// <summary>A chain goes to the part of its first row: no other part could go on from its videos.</summary>
    private void LeaveOut(RowShard shard)
    {
        bool[] taken = [.. _rows.Select(row => row.Videos.Count == 0 || shard.Takes(row.Videos[0].Request))];
        for (int row = 0; row < _rows.Length; row++)
        {
            if (!taken[_graph.RootOf(row)])
            {
                _rows[row] = new ChainOutcome { LeftOut = _rows[row].Videos, Refusal = _rows[row].Refusal };
            }
        }
    }
}
