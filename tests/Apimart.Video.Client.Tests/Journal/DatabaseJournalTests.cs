using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Simulator;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;
using CsCheck;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>What a journal promises that machines share, beyond what every journal does.</summary>
public sealed class DatabaseJournalTests : IDisposable
{
    private readonly DatabaseHome _home = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_row_that_another_machine_is_sending_is_passed_over_at_once()
    {
        using EntryJournal one = Open("one");
        using EntryJournal two = Open("two");
        await ClaimAsync(one, "sea");

        SubmitClaim claim = await ClaimAsync(two, "sea");

        Assert.Equal((ClaimKind.Elsewhere, "one", ApimartTaskStatus.Submitting), (claim.Kind, claim.Task!.WorkedOnBy, claim.Task.Status));
    }

    [Fact]
    public async Task A_row_belongs_to_the_living_machine_that_claimed_it_and_falls_to_who_comes_next_when_that_is_silent()
    {
        using EntryJournal one = Open("one");
        using EntryJournal two = Open("two");
        using EntryJournal three = Open("three");
        SubmitClaim claim = await AcceptAsync(one, "sea", "task_1");

        Assert.Null(await WorkOnAsync(one, claim));
        Assert.Equal("one", await WorkOnAsync(two, claim));
        Silence();
        Assert.Null(await WorkOnAsync(two, claim));
        Assert.Equal("two", await WorkOnAsync(three, claim));
    }

    [Fact]
    public async Task A_row_whose_files_another_machine_has_is_passed_over_though_that_one_is_gone_and_not_by_itself()
    {
        using EntryJournal one = Open("one");
        using EntryJournal two = Open("two");
        SubmitClaim claim = await AcceptAsync(one, "sea", "task_1");
        await one.RecordSavedAsync("task_1", new SavedFile(1, "/clips/sea.mp4", 10, new string('0', 64)));
        Silence();

        Assert.Equal("one", await WorkOnAsync(two, claim));
        using EntryJournal again = Open("one");
        Assert.Null(await WorkOnAsync(again, claim));
    }

    [Fact]
    public async Task What_a_silent_machine_was_sending_is_unknown_and_never_free_and_its_late_answer_heals()
    {
        using EntryJournal one = Open("one");
        using EntryJournal two = Open("two");
        SubmitClaim sent = await ClaimAsync(one, "sea");
        Silence();

        Assert.Equal(ClaimKind.Unknown, (await ClaimAsync(two, "sea")).Kind);
        Assert.Equal(ClaimKind.Unknown, (await ClaimAsync(two, "sea")).Kind);
        await one.RecordAnswerAsync(one.Entry(JournalEntryKind.Accepted) with { Key = sent.IdempotencyKey, TaskId = "task_1" });

        SubmitClaim known = await ClaimAsync(two, "sea");
        Assert.Equal((ClaimKind.Known, "task_1"), (known.Kind, known.Task!.TaskId));
    }

    [Theory]
    [InlineData(JournalEntryKind.NotExecuted)]
    [InlineData(JournalEntryKind.Refused)]
    [InlineData(JournalEntryKind.Unknown)]
    public async Task What_a_sender_says_of_its_own_sending_says_nothing_of_a_repetition(string kind)
    {
        using EntryJournal one = Open("one");
        using EntryJournal two = Open("two");
        SubmitClaim sent = await ClaimAsync(one, "sea");
        Silence();
        SubmitClaim repeated = await two.ClaimAsync(Rows.Row("sea"), "autumn", 0, retryUnknown: true, CancellationToken.None);
        Assert.Equal((ClaimKind.Repeat, sent.IdempotencyKey), (repeated.Kind, repeated.IdempotencyKey));

        await one.RecordAnswerAsync(one.Entry(kind) with { Key = sent.IdempotencyKey, Message = "late" });

        Assert.Equal("submitting", Assert.Single(_home.States()));
        Assert.Equal(ApimartTaskStatus.Submitting, Assert.Single(one.Query(JournalQuery.All)).Status);
    }

    [Fact]
    public async Task What_was_decided_by_old_news_is_refused_by_the_database_itself()
    {
        using EntryJournal one = Open("one");
        using EntryJournal two = Open("two");
        SubmitClaim claim = await ClaimAsync(one, "sea");
        JournalEntry entry = new() { Key = claim.IdempotencyKey, Time = _time.GetUtcNow() };

        foreach (JournalEntry late in (JournalEntry[])
        [
            entry with { Kind = JournalEntryKind.Unknown, Message = JournalErrors.WriterDied },
            entry with { Kind = JournalEntryKind.Repeat, Writer = "two" },
            entry with { Kind = JournalEntryKind.Intent, Writer = "two", Job = "autumn", Digest = "another" },
            entry with { Kind = JournalEntryKind.Intent, Writer = "two", Job = "autumn", Digest = Rows.Row("sea").Digest, Key = "another key" },
        ])
        {
            EntryGroup group = new(new JournalIndex());
            group.Add(late);
            Assert.Equal([0], ((PostgreSqlJournal)two).Database.Append("two", "two", EntryJson.Of([group], static _ => 1)));
        }

        Assert.Equal("submitting", Assert.Single(_home.States()));
        Assert.Single(_home.Lines());
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    public async Task A_machine_that_slept_after_its_claim_does_not_send(bool hasLimit, bool wallGoesOn, bool monotonicGoesOn)
    {
        await using SimulatorServer simulator = SimulatorServer.Start();
        SleepyTime sleepy = new(() => _home.States().Length > 0, TimeSpan.FromSeconds(31), wallGoesOn, monotonicGoesOn);

        ApimartException late = await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(simulator, sleepy, hasLimit));

        Assert.Equal((ApimartErrorKind.NotSent, true, 0), (late.Kind, late.IsNotSent, simulator.Requests.Submits));
        Assert.Equal("notExecuted", Assert.Single(_home.States()));
        Assert.Equal(ApimartTaskStatus.Submitted, (await SubmitAsync(simulator, _time, hasLimit)).Status);
        Assert.Single(simulator.Bill);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_machine_that_slept_between_two_attempts_does_not_send_again(bool wallGoesOn, bool monotonicGoesOn)
    {
        await using SimulatorServer simulator = SimulatorServer.Start();
        simulator.Inject("submit:status=429:1");
        SleepyTime sleepy = new(() => simulator.Requests.Submits > 0, TimeSpan.FromSeconds(31), wallGoesOn, monotonicGoesOn);

        ApimartException late = await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(simulator, sleepy));

        Assert.Equal((ApimartErrorKind.NotSent, true, 1), (late.Kind, late.IsNotSent, simulator.Requests.Submits));
        Assert.StartsWith("The request was not sent. After the row was claimed, this machine showed the others for 31 seconds no sign of life", late.Message, StringComparison.Ordinal);
        Assert.Equal("notExecuted", Assert.Single(_home.States()));
        Assert.Equal(ApimartTaskStatus.Submitted, (await SubmitAsync(simulator, _time)).Status);
        Assert.Single(simulator.Bill);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_machine_that_was_asked_to_wait_sends_again_if_its_beat_goes_on_meanwhile(bool goesOn)
    {
        await using SimulatorServer simulator = SimulatorServer.Start();
        simulator.Inject("submit:status=429:retry-after=45:1");
        PassingTime passing = new(() => _time.Advance(goesOn ? TimeSpan.FromSeconds(10) : TimeSpan.Zero));
        using EntryJournal journal = _home.Open(simulator.BaseUri, passing);
        ((PostgreSqlJournal)journal).Presence.Time = _time;
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = simulator.ApiKey, BaseUri = simulator.BaseUri, Journal = journal, TimeProvider = passing });

        ApimartException? late = await Record.ExceptionAsync(() => client.SubmitAsync(Rows.Row("sea"), new SubmitOptions { JobName = "autumn" })) as ApimartException;

        Assert.Equal((goesOn ? null : ApimartErrorKind.NotSent, goesOn ? 2 : 1), (late?.Kind, simulator.Requests.Submits));
    }

    [Fact]
    public async Task A_machine_lives_by_its_beat_and_is_given_up_a_minute_after_the_last_one()
    {
        Assert.Equal(TimeSpan.FromSeconds(60), await DeadAfterAsync());
        using EntryJournal one = Open("one");
        using EntryJournal two = Open("two");
        DatabasePresence presence = ((PostgreSqlJournal)one).Presence;
        presence.Time = _time;
        await ClaimAsync(one, "sea");
        Silence();
        Assert.False(Lives());

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(Lives());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(Lives());
        Silence(TimeSpan.FromSeconds(40));
        Assert.True(Lives());

        Assert.Equal(ClaimKind.Elsewhere, (await ClaimAsync(two, "sea")).Kind);
        one.Dispose();
        Assert.Equal(ClaimKind.Unknown, (await ClaimAsync(two, "sea")).Kind);

        bool Lives()
        {
            two.JobNames();
            return ((PostgreSqlJournal)two).Presence.ElsewhereOf(presence.Register()) == "one";
        }
    }

    [Fact]
    public async Task How_long_a_machine_may_be_silent_is_what_the_database_says()
    {
        using EntryJournal one = Open("one");
        DatabasePresence presence = ((PostgreSqlJournal)one).Presence;
        presence.Time = _time;
        one.JobNames();
        DatabaseHome.Server.Execute(_home.Database, "update apimart_video.info set dead_after = '600 seconds'");
        await ClaimAsync(one, "sea");

        Assert.Equal((TimeSpan.FromSeconds(300), ManualTime.Start + TimeSpan.FromSeconds(100)), (presence.Signs.Limit, _time.NextDue));
    }

    [Fact]
    public async Task Who_said_farewell_is_not_called_back_by_a_late_beat()
    {
        using EntryJournal one = Open("one");
        using EntryJournal two = Open("two");
        await ClaimAsync(one, "sea");
        string writer = ((PostgreSqlJournal)one).Presence.Register();
        one.Dispose();

        ((PostgreSqlJournal)two).Database.Beat(writer, "one");

        Assert.Equal(ClaimKind.Unknown, (await ClaimAsync(two, "sea")).Kind);
    }

    [Fact]
    public async Task The_schema_is_made_once_by_all_who_come_first()
    {
        DatabaseHome.Server.Execute(_home.Database, "drop schema if exists apimart_video cascade");
        EntryJournal[] journals = [.. Enumerable.Range(0, 6).Select(number => Open($"{number}"))];

        SubmitClaim[] claims = await Task.WhenAll(journals.Select(journal => ClaimAsync(journal, "sea")));

        Assert.Single(claims, claim => claim.Kind == ClaimKind.New);
        Array.ForEach(journals, journal => journal.Dispose());
    }

    /// <remarks>
    /// It compiles what it expects to cost much, which takes it longer than every call of a journal; and of a table that grew since it was
    /// last looked at it expects the worst.
    /// </remarks>
    [Fact]
    public async Task The_server_compiles_no_call_whatever_it_thinks_of_the_tables()
    {
        Assert.SkipUnless(DatabaseHome.Server.Read<bool>(_home.Database, "select pg_jit_available()")[0], "This PostgreSQL has no compiler.");
        using EntryJournal one = Open("one");
        await ClaimAsync(one, "sea");
        DatabaseHome.Server.Execute(_home.Database, """
            do $$ begin
                for i in 1..1000 loop
                    update apimart_video.info set head = head;
                    update apimart_video.writers set seen = seen;
                    update apimart_video.rows set seq = seq;
                end loop;
            end $$
            """);

        SubmitClaim claim = await AcceptAsync(one, "lake", "task_1");
        await WorkOnAsync(one, claim);
        one.JobNames();

        int[] servers = DatabaseHome.Server.Read<int>(
            _home.Database, "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        Assert.NotEmpty(servers);
        Assert.DoesNotContain(servers, process => File.ReadAllText($"/proc/{process}/maps").Contains("llvmjit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_entry_stops_its_job_and_the_advice_says_what_helps_in_a_database()
    {
        using EntryJournal one = Open("one");
        await ClaimAsync(one, "sea");
        DatabaseHome.Server.Execute(_home.Database, "update apimart_video.events set line = 'no JSON'");
        using EntryJournal two = Open("two");

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => ClaimAsync(two, "sky"));

        Assert.Equal(ApimartErrorKind.JournalDamaged, fault.Kind);
        Assert.Contains("apimart_video.events", fault.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("Repair-", fault.Advice, StringComparison.Ordinal);
        Assert.Equal(fault.Advice, (await Assert.ThrowsAsync<ApimartException>(() => two.RemoveAsync([], force: false))).Advice);
    }

    [Fact]
    public async Task Machines_keep_within_one_limit_together()
    {
        using EntryJournal one = Open("one");
        using EntryJournal two = Open("two");
        IJobLedger[] ledgers = [((ITaskJournal)one).Ledger!, ((ITaskJournal)two).Ledger!];

        (bool IsGranted, decimal Spent)[] all = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(row => ledgers[row % 2].ReserveAsync(row % 3 == 0 ? "AUTUMN" : "autumn", $"key {row}", 0.3m, cap: 2m)));

        Assert.Equal(6, all.Count(one => one.IsGranted));
        Assert.Equal(1.8m, all.Max(one => one.Spent));
    }

    [Fact]
    public async Task What_was_set_aside_for_a_row_counts_once_however_often_it_is_asked_for_and_not_at_all_once_it_was_refused()
    {
        using EntryJournal journal = Open("one");
        IJobLedger ledger = ((ITaskJournal)journal).Ledger!;
        SubmitClaim claim = await ClaimAsync(journal, "sea");

        Assert.Equal((true, 0.3m), await ledger.ReserveAsync("autumn", claim.IdempotencyKey, 0.3m, cap: 0.5m));
        Assert.Equal((true, 0.3m), await ledger.ReserveAsync("autumn", claim.IdempotencyKey, 0.3m, cap: 0.5m));
        Assert.Equal((false, 0.3m), await ledger.ReserveAsync("autumn", "another", 0.3m, cap: 0.5m));
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Refused) with { Key = claim.IdempotencyKey, Message = "no" });
        Assert.Equal((true, 0.3m), await ledger.ReserveAsync("autumn", "another", 0.3m, cap: 0.5m));
    }

    [Fact]
    public async Task A_count_by_older_entries_does_not_undo_what_was_set_aside_since()
    {
        using EntryJournal one = Open("one");
        using EntryJournal two = Open("two");
        SubmitClaim claim = await ClaimAsync(one, "sea");
        await one.RecordAnswerAsync(one.Entry(JournalEntryKind.NotExecuted) with { Key = claim.IdempotencyKey, Message = "no" });
        IJobLedger ledger = ((ITaskJournal)two).Ledger!;
        long head = ledger.Head;
        SubmitClaim again = await ClaimAsync(one, "sea");
        Assert.Equal(ClaimKind.Again, again.Kind);
        await ((ITaskJournal)one).Ledger!.ReserveAsync("autumn", again.IdempotencyKey, 0.3m, cap: 1m);

        Assert.Equal(0.3m, await ledger.CountAsync("autumn", new Dictionary<string, decimal> { [again.IdempotencyKey] = 0m }, head));
    }

    [Fact]
    public void A_later_schema_is_refused()
    {
        using EntryJournal journal = Open("one");
        journal.JobNames();
        DatabaseHome.Server.Execute(_home.Database, "update apimart_video.info set version = 99");
        using EntryJournal next = Open("one");

        ApimartException later = Assert.Throws<ApimartException>(() => next.JobNames());

        Assert.Equal(ApimartErrorKind.JournalUnavailable, later.Kind);
        Assert.Contains("99", later.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_appears_in_no_error_and_no_address()
    {
        using EntryJournal journal = DatabaseHome.OpenAt("Host=127.0.0.1;Port=1;Username=me;Password=s3cret-word;Database=videos");
        ((PostgreSqlJournal)journal).Database.FirstPatience = TimeSpan.Zero;

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => ClaimAsync(journal, "sea"));

        Assert.Equal("postgresql://me@127.0.0.1:1/videos", journal.Path);
        Assert.DoesNotContain("s3cret", $"{fault}{fault.Advice}{journal.Path}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_history_tells_the_same_in_a_folder_and_in_a_database_and_moves_from_each_to_the_other() => History.Of(machines: 2).Sample(
        events =>
        {
            using TempFolder folder = new();
            JournalEntry[][] machines = History.Play(events, machines: 2);
            _home.Clear();
            using (EntryJournal database = _home.Open())
            using (TaskJournal expected = TaskJournal.Open(folder["expected"]))
            {
                for (int machine = 0; machine < machines.Length; machine++)
                {
                    History.Write(folder[$"{machine}"], machines[machine]);
                    database.ImportAsync([JournalSource.Read(folder[$"{machine}"])]).GetAwaiter().GetResult();
                    expected.ImportAsync([JournalSource.Read(folder[$"{machine}"])]).GetAwaiter().GetResult();
                }

                Assert.Equal(History.Tell(expected), History.Tell(database));
            }

            using EntryJournal again = _home.Open();
            using (TaskJournal back = TaskJournal.Open(folder["back"]))
            {
                back.ImportAsync([again.ToSource()]).GetAwaiter().GetResult();
            }

            Assert.Equal(History.ReadText(folder["expected"]), History.ReadText(folder["back"]));
        },
        iter: 5,
        threads: 1);

    [Fact]
    public void A_claim_is_had_by_one_wherever_connections_are_cut() => Gen.Select(Gen.Bool, Gen.Int[0, 3000]).Array[1, 4].Sample(
        cuts =>
        {
            _home.Clear();
            using (EntryJournal first = Open("first"))
            {
                first.JobNames();
            }

            using CuttingProxy proxy = new(DatabaseHome.Server.Port);
            using EntryJournal one = DatabaseHome.OpenAt(DatabaseHome.Server.ConnectionString(_home.Database, proxy.Port));
            one.Machine = "one";
            using EntryJournal two = Open("two");
            foreach ((bool up, int bytes) in cuts)
            {
                proxy.Plan(up, bytes);
            }

            for (int row = 0; row < 3; row++)
            {
                Task<SubmitClaim>[] claims = [ClaimAsync(one, $"row {row}"), ClaimAsync(two, $"row {row}")];
                Task.WhenAll(claims).GetAwaiter().GetResult();
                SubmitClaim claim = Assert.Single(claims, claim => claim.Result.Kind == ClaimKind.New).Result;
                EntryJournal owner = claim == claims[0].Result ? one : two;
                owner.RecordAnswerAsync(owner.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = $"task_{row}" }).GetAwaiter().GetResult();
            }

            Assert.Equal(3, _home.Lines().Count(line => line.Contains("\"e\":\"intent\"", StringComparison.Ordinal)));
            Assert.Equal(["task_0", "task_1", "task_2"], one.Query(JournalQuery.All).Select(task => task.TaskId));
            Assert.Equal(["accepted", "accepted", "accepted"], _home.States());
        },
        iter: 6,
        threads: 1);

    private EntryJournal Open(string machine)
    {
        EntryJournal journal = _home.Open(time: _time);
        journal.Machine = machine;
        return journal;
    }

    /// <summary>Lets the database's clock go on by more than a minute in which no writer was heard of.</summary>
    private void Silence(TimeSpan? time = null) =>
        DatabaseHome.Server.Execute(_home.Database, FormattableString.Invariant($"update apimart_video.writers set seen = seen - interval '{(time ?? TimeSpan.FromSeconds(61)).TotalSeconds} seconds'"));

    private async Task<TimeSpan> DeadAfterAsync()
    {
        using EntryJournal journal = Open("one");
        await ClaimAsync(journal, "any");
        return TimeSpan.FromSeconds(double.Parse(
            DatabaseHome.Server.Read<string>(_home.Database, "select extract(epoch from dead_after)::text from apimart_video.info")[0],
            System.Globalization.CultureInfo.InvariantCulture));
    }

    private static Task<string?> WorkOnAsync(ITaskJournal journal, SubmitClaim claim) => journal.WorkOnAsync(claim.IdempotencyKey);

    private static async Task<SubmitClaim> AcceptAsync(EntryJournal journal, string prompt, string task)
    {
        SubmitClaim claim = await ClaimAsync(journal, prompt);
        await journal.RecordAnswerAsync(journal.Entry(JournalEntryKind.Accepted) with { Key = claim.IdempotencyKey, TaskId = task });
        return claim;
    }

    private static Task<SubmitClaim> ClaimAsync(EntryJournal journal, string prompt) =>
        journal.ClaimAsync(Rows.Row(prompt), "autumn", 0, retryUnknown: false, CancellationToken.None);

    private async Task<ApimartTask> SubmitAsync(SimulatorServer simulator, TimeProvider time, bool hasLimit = false)
    {
        using EntryJournal journal = _home.Open(simulator.BaseUri, time);
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = simulator.ApiKey, BaseUri = simulator.BaseUri, Journal = journal, TimeProvider = time });
        using CostGuard limit = new(100, 1, PriceTable.Offline(ModelCatalogue.Default), journal);
        return await client.SubmitAsync(Rows.Row("sea"), new SubmitOptions { JobName = "autumn", Budget = hasLimit ? limit : null });
    }

    /// <summary>A clock on which a wait passes in steps of ten seconds as soon as it begins.</summary>
    private sealed class PassingTime(Action step) : TimeProvider
    {
        private static readonly TimeSpan s_step = TimeSpan.FromSeconds(10);
        private readonly ImpatientTime _waits = new();
        private long _passed;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _passed));

        public override long GetTimestamp() => base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _passed)).TotalSeconds * TimestampFrequency);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            for (TimeSpan left = dueTime; dueTime <= TimeSpan.FromMinutes(1) && left > TimeSpan.Zero; left -= s_step)
            {
                Interlocked.Add(ref _passed, s_step.Ticks);
                step();
            }

            return _waits.CreateTimer(callback, state, dueTime, period);
        }
    }

    /// <summary>
    /// A clock of a machine that falls asleep as soon as something has happened. One of its clocks may stand still meanwhile; waits between
    /// attempts are over at once.
    /// </summary>
    private sealed class SleepyTime(Func<bool> happened, TimeSpan sleep, bool wallGoesOn, bool monotonicGoesOn) : TimeProvider
    {
        private readonly ImpatientTime _waits = new();
        private bool _slept;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            _waits.CreateTimer(callback, state, dueTime, period);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + (Slept() && wallGoesOn ? sleep : TimeSpan.Zero);

        public override long GetTimestamp() => base.GetTimestamp() + (Slept() && monotonicGoesOn ? (long)(sleep.TotalSeconds * TimestampFrequency) : 0);

        private bool Slept() => _slept |= happened();
    }
}
