using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Simulator;

namespace Apimart.Video.Client.Tests.Account;

public sealed class UsageTests : AccountTest
{
    private static readonly DateTimeOffset s_since = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_question_is_asked_in_the_words_of_the_document()
    {
        using ScriptedServer server = Server("""{"data":{"items":[]}}""");
        using ApimartClient client = Client(server);

        await client.GetUsageAsync(
            new UsageQuery
            {
                Since = s_since,
                Until = s_since.AddDays(2).AddMilliseconds(1),
                Models = ["sora-2", "veo3.1-fast"],
                GroupBy = UsageGrouping.Model | UsageGrouping.Date,
                Scope = AccountScope.Account,
                TimeZone = "Europe/Berlin",
            },
            Cancellation);

        Assert.StartsWith(
            "GET /v1/usage?start=1793491200&end=1793664001&group_by=model,date&tz=Europe%2FBerlin&scope=account&model=sora-2%2Cveo3.1-fast HTTP/1.1",
            Assert.Single(server.Requests),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"success":true,"data":{"items":[{"date":"2026-11-02","model":"sora-2","amount_usd":1.5,"credits":15,"requests":3,"tokens":0}]}}""")]
    [InlineData("""{"data":[{"day":"2026-11-02T00:00:00Z","model":"sora-2","amount_usd":"1.5","credits":"15","requests":"3","total_tokens":0}]}""")]
    [InlineData("""{"groups":[{"date":"2026-11-02","model_name":"sora-2","amount_usd":1.5,"credits":15,"requests":3,"tokens":0}]}""")]
    public async Task Figures_are_found_in_every_envelope(string body)
    {
        ApimartUsage row = Assert.Single(await Ask(body, UsageGrouping.Model | UsageGrouping.Date));

        Assert.Equal(
            (new DateOnly(2026, 11, 2), "sora-2", 1.5m, 15m, 3L, 0L),
            (row.Date!.Value, row.Model, row.Cost, row.Credits!.Value, row.Requests!.Value, row.Tokens!.Value));
    }

    [Theory]
    [InlineData("items")]
    [InlineData("rows")]
    [InlineData("groups")]
    [InlineData("results")]
    [InlineData("usage")]
    [InlineData("breakdown")]
    [InlineData("list")]
    public async Task Figures_are_found_in_a_list_of_any_usual_name(string name)
    {
        Assert.Equal(1.5m, Assert.Single(await Ask($$$"""{"{{{name}}}":[{"model":"m","amount_usd":1.5}]}""", UsageGrouping.Model)).Cost);
        Assert.Equal(1.5m, Assert.Single(await Ask($$$"""{"data":{"{{{name}}}":[{"model":"m","amount":1.5}]}}""", UsageGrouping.Model)).Cost);
    }

    [Theory]
    [InlineData("total")]
    [InlineData("totals")]
    [InlineData("summary")]
    public async Task A_total_is_found_under_any_usual_name(string name) =>
        Assert.Equal(1.5m, Assert.Single(await Ask($$$"""{"data":{"{{{name}}}":{"amount_usd":1.5},"amount_usd":9}}""", UsageGrouping.None)).Cost);

    [Fact]
    public async Task Dollars_count_before_an_amount_whose_unit_is_not_said() =>
        Assert.Equal(1.5m, Assert.Single(await Ask("""{"data":{"amount":150,"amount_usd":1.5}}""", UsageGrouping.None)).Cost);

    [Theory]
    [InlineData("""{"success":true,"data":{"amount_usd":1.5,"requests":3}}""")]
    [InlineData("""{"data":{"total":{"amount_usd":1.5,"requests":3}}}""")]
    [InlineData("""{"amount_usd":1.5,"requests":3}""")]
    [InlineData("""{"data":[{"amount_usd":1.5,"requests":3}]}""")]
    public async Task A_total_is_one_figure(string body)
    {
        ApimartUsage row = Assert.Single(await Ask(body, UsageGrouping.None));

        Assert.Equal((1.5m, 3L, null, null), (row.Cost, row.Requests!.Value, row.Model, row.Date));
    }

    [Theory]
    [InlineData(AccountScope.Key, "&scope=key")]
    [InlineData(AccountScope.Account, "&scope=account")]
    public async Task The_usage_is_that_of_the_key_or_of_the_account(AccountScope scope, string asked)
    {
        using ScriptedServer server = Server("""{"data":{"items":[]}}""");
        using ApimartClient client = Client(server);

        await client.GetUsageAsync(new UsageQuery { Since = s_since, Until = s_since.AddDays(1), GroupBy = UsageGrouping.Date, Scope = scope }, Cancellation);

        Assert.Contains(asked, Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_group_means_that_nothing_was_billed() =>
        Assert.Empty(await Ask("""{"data":{"items":[]}}""", UsageGrouping.Model));

    [Theory]
    [InlineData("""{"success":true,"data":{}}""", UsageGrouping.None)]
    [InlineData("""{"success":true,"data":{"items":[]}}""", UsageGrouping.None)]
    [InlineData("""{"success":true,"data":{"amount_usd":1}}""", UsageGrouping.Model)]
    [InlineData("""{"data":{"items":[{"model":"sora-2"}]}}""", UsageGrouping.Model)]
    [InlineData("""{"success":false,"message":"later"}""", UsageGrouping.Model)]
    public async Task An_answer_without_figures_is_an_error_and_not_zero(string body, UsageGrouping grouping)
    {
        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => Ask(body, grouping));

        Assert.Equal("usage_unavailable", fault.Code);
    }

    [Fact]
    public async Task Usage_that_is_away_is_an_error_and_not_zero()
    {
        string away = ScriptedServer.Answer(503, """{"error":{"code":"usage_unavailable","message":"m","type":"server_error"}}""");
        using ScriptedServer server = new(away, away, away, away, away);
        using ApimartClient client = Client(server);

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => client.GetUsageAsync(Query(UsageGrouping.None), Cancellation));

        Assert.Equal((ApimartErrorKind.Server, "usage_unavailable"), (fault.Kind, fault.Code));
        Assert.Equal(5, server.Requests.Count);
    }

    [Theory]
    [InlineData("invalid_start")]
    [InlineData("invalid_end")]
    [InlineData("invalid_range")]
    [InlineData("range_too_large")]
    [InlineData("invalid_tz")]
    [InlineData("invalid_group_by")]
    [InlineData("invalid_scope")]
    [InlineData("too_many_models")]
    public async Task The_words_of_a_refusal_are_kept(string word)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(400, $$$"""{"error":{"code":"{{{word}}}","message":"m","type":"invalid_request_error"}}"""));
        using ApimartClient client = Client(server);

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => client.GetUsageAsync(Query(UsageGrouping.None), Cancellation));

        Assert.Equal((ApimartErrorKind.InvalidRequest, word), (fault.Kind, fault.Code));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(32, 0)]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(1, 51)]
    public async Task A_question_that_the_api_refuses_is_not_sent(int days, int models)
    {
        using ScriptedServer server = Server();
        using ApimartClient client = Client(server);

        await Assert.ThrowsAsync<ArgumentException>(() => client.GetUsageAsync(
            new UsageQuery { Since = s_since, Until = s_since.AddDays(days), Models = [.. Enumerable.Repeat("sora-2", models)] },
            Cancellation));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task The_simulator_tells_what_it_charged_by_model_and_day()
    {
        await using SimulatorServer simulator = SimulatorServer.Start(new SimulatorOptions { TaskDuration = TimeSpan.Zero });
        using ApimartClient client = new(Options(simulator.BaseUri, simulator.ApiKey));
        await client.SubmitAsync(new() { Model = "veo3.1-fast", Prompt = "a red fox" }, Cancellation);
        await client.SubmitAsync(new() { Model = "veo3.1-fast", Prompt = "a cat" }, Cancellation);
        await client.SubmitAsync(new() { Model = "sora-2", Prompt = "a cat" }, Cancellation);
        await client.SubmitAsync(new() { Model = "sora-2", Prompt = "a cat that will [fail]" }, Cancellation);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        UsageQuery Query(UsageGrouping grouping) => new() { Since = now.AddDays(-1), Until = now, GroupBy = grouping, TimeZone = "UTC" };

        var byModel = await client.GetUsageAsync(Query(UsageGrouping.Model), Cancellation);
        var total = Assert.Single(await client.GetUsageAsync(Query(UsageGrouping.None), Cancellation));
        var byDate = Assert.Single(await client.GetUsageAsync(Query(UsageGrouping.Date), Cancellation));

        Assert.Equal([("sora-2", 1L), ("veo3.1-fast", 2L)], byModel.Select(row => (row.Model!, row.Requests!.Value)));
        Assert.Equal((simulator.Bill.Total, 3L), (total.Cost, total.Requests!.Value));
        Assert.Equal(total.Cost, byModel.Sum(row => row.Cost));
        Assert.Equal((total.Cost, DateOnly.FromDateTime(now.UtcDateTime)), (byDate.Cost, byDate.Date!.Value));
    }

    [Theory]
    [InlineData("start=x", "invalid_start")]
    [InlineData("end=x", "invalid_end")]
    [InlineData("start=2000&end=1000", "invalid_range")]
    [InlineData("start=0&end=9000000", "range_too_large")]
    [InlineData("tz=Moon", "invalid_tz")]
    [InlineData("group_by=hour", "invalid_group_by")]
    [InlineData("scope=world", "invalid_scope")]
    public async Task The_simulator_refuses_what_the_document_refuses(string query, string code)
    {
        await using Simulator.SimulatorProbe probe = new();

        using HttpResponseMessage answer = await probe.Get($"v1/usage?{query}");

        Assert.Contains($"\"code\":\"{code}\"", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(400, (int)answer.StatusCode);
    }

    private async Task<IReadOnlyList<ApimartUsage>> Ask(string body, UsageGrouping grouping)
    {
        using ScriptedServer server = Server(body);
        using ApimartClient client = Client(server);
        return await client.GetUsageAsync(Query(grouping), Cancellation);
    }

    private static UsageQuery Query(UsageGrouping grouping) =>
        new() { Since = s_since, Until = s_since.AddDays(31), GroupBy = grouping, TimeZone = "UTC" };
}
