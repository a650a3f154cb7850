using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Models;
using Apimart.Video.Simulator;

namespace Apimart.Video.Client.Tests.Account;

public sealed class PriceTests : AccountTest
{
    private const string Seconds = """{"success":true,"data":{"model_name":"m","billing_type":"per_second","model_price":0,"discount_rate":0.8,"resolution_prices":{"480p":0.066,"720p":0.142}}}""";

    [Fact]
    public async Task A_price_has_its_unit_and_the_rates_of_its_options()
    {
        ModelPrice? price = await Find(Seconds);

        Assert.Equal((PriceUnit.Second, null, 0.8m, "per_second"), (price!.Unit, price.Price, price.DiscountRate!.Value, price.BillingType));
        Assert.Equal([new PriceRate("480p", null, 0.066m), new PriceRate("720p", null, 0.142m)], price.Rates);
    }

    [Theory]
    [InlineData("""{"success":false,"message":"model not found"}""")]
    [InlineData("""{"success":true,"data":{}}""")]
    [InlineData("""{"success":true,"data":{"model_name":"m","billing_type":"per_second","model_price":0,"resolution_prices":{}}}""")]
    public async Task A_model_without_a_price_has_none_rather_than_zero(string body) => Assert.Null(await Find(body));

    [Fact]
    public async Task A_price_below_data_pricing_is_found_too()
    {
        ModelPrice? price = await Find("""{"success":true,"data":{"model_name":"m","pricing":{"billing_type":"per_call","model_price":0.3}}}""");

        Assert.Equal((PriceUnit.Video, 0.3m), (price!.Unit, price.Price!.Value));
    }

    [Theory]
    [InlineData("per_second", PriceUnit.Second)]
    [InlineData("PER_SECOND", PriceUnit.Second)]
    [InlineData("second", PriceUnit.Second)]
    [InlineData("seconds", PriceUnit.Second)]
    [InlineData("s", PriceUnit.Second)]
    [InlineData("per_call", PriceUnit.Video)]
    [InlineData("per_request", PriceUnit.Video)]
    [InlineData("per_generation", PriceUnit.Video)]
    [InlineData("per_video", PriceUnit.Video)]
    [InlineData("per_use", PriceUnit.Video)]
    [InlineData("call", PriceUnit.Video)]
    [InlineData("request", PriceUnit.Video)]
    [InlineData("generation", PriceUnit.Video)]
    [InlineData("video", PriceUnit.Video)]
    [InlineData("times", PriceUnit.Video)]
    [InlineData("per_million_tokens", PriceUnit.Token)]
    [InlineData("minutes", PriceUnit.Unknown)]
    [InlineData("", PriceUnit.Unknown)]
    public async Task What_a_price_is_for_is_read_from_its_word(string word, PriceUnit unit)
    {
        Assert.Equal(unit, (await Find($$$"""{"data":{"billing_type":"{{{word}}}","model_price":1}}"""))!.Unit);
        Assert.Equal(unit, (await List($$$"""{"model_name":"m","pricing":{"billing_type":"{{{word}}}"}}""")).Single().Unit);
        Assert.Equal(unit, (await List($$$"""{"model_name":"m","pricing":{"price_unit":"{{{word}}}"}}""")).Single().Unit);
        Assert.Equal(unit, (await List($$$"""{"model_name":"m","pricing":{"billing_type":"moons","price_unit":"{{{word}}}"}}""")).Single().Unit);
    }

    [Fact]
    public async Task A_list_gives_each_model_that_has_a_name_and_a_price_to_speak_of()
    {
        ModelPrice[] listed = await List("""
            {"model_name":"a","id":"x","pricing":{"starting_price":0.5,"billing_type":"per_call","price_unit":"second","discount_rate":0.7}},
            {"id":"b","pricing":{"starting_price":0}},
            {"model_name":"c"},
            {"pricing":{"starting_price":1}},
            7
            """);

        Assert.Equal(
            [("a", PriceUnit.Video, "per_call", 0.5m, 0.7m, true), ("b", PriceUnit.Unknown, null, null, null, true)],
            listed.Select(price => (price.Model, price.Unit, price.BillingType, price.Price, price.DiscountRate, price.IsStartingPrice)).ToArray());
    }

    [Theory]
    [InlineData("""{"data":{"models":{}}}""")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"models":"none"}""")]
    public async Task A_list_without_models_is_empty(string body)
    {
        using ScriptedServer server = Server(body);
        using PriceClient prices = Prices(server);

        Assert.Empty(await prices.ListAsync(Cancellation).ToArrayAsync(Cancellation));
    }

    [Fact]
    public async Task What_stands_beside_the_pricing_is_read_where_the_pricing_does_not_say_it()
    {
        ModelPrice? price = await Find("""{"data":{"model_name":"known","billing_type":"per_call","discount_rate":0.9,"pricing":{"model_price":0.3}}}""");

        Assert.Equal(("known", PriceUnit.Video, "per_call", 0.3m, 0.9m, true), (price!.Model, price.Unit, price.BillingType, price.Price!.Value, price.DiscountRate!.Value, price.IsComplete));
        Assert.Equal("m", (await Find("""{"data":{"billing_type":"per_call","model_price":0.3}}"""))!.Model);
        Assert.Equal("within", (await Find("""{"data":{"billing_type":"beside","pricing":{"billing_type":"within","model_price":0.3}}}"""))!.BillingType);
        Assert.Equal(0.3m, (await Find("""{"billing_type":"per_call","model_price":0.3}"""))!.Price);
    }

    [Fact]
    public async Task Prices_by_resolution_and_length_are_rates_of_both()
    {
        ModelPrice? price = await Find("""
            {"data":{"billing_type":"per_call","resolution_duration_prices":{"720p":{"5":0.5,"10s":1.25,"long":9,"-5":9,"15":0},"1080p":7}}}
            """);

        Assert.Equal([new PriceRate("720p", 5, 0.5m), new PriceRate("720p", 10, 1.25m)], price!.Rates);
        Assert.True(price.IsComplete);
        Assert.Equal((0.5m, 0.5m), Bounds(price, (string?)null, """{"resolution":"720p","duration":5}"""));
        Assert.Equal((1.25m, 1.25m), Bounds(price, (string?)null, """{"resolution":"720p","duration":10}"""));
        Assert.Equal((null, null), Bounds(price, (string?)null, """{"resolution":"720p","duration":15}"""));
        Assert.Equal((0.5m, 1.25m), Bounds(price, (string?)null, """{"resolution":"720p"}"""));
    }

    [Fact]
    public async Task Prices_by_size_and_quality_are_shown_and_tell_no_cost_since_no_request_names_them_so()
    {
        ModelPrice? price = await Find("""{"data":{"billing_type":"per_call","size_quality_prices":{"1024x1024":{"hd":0.2,"low":0},"odd":1}}}""");

        Assert.Equal([new PriceRate("1024x1024 hd", null, 0.2m)], price!.Rates);
        Assert.False(price.IsComplete);
    }

    [Theory]
    [InlineData("""{"x_prices":{"a":1}}""", false)]
    [InlineData("""{"x_tiers":[1]}""", false)]
    [InlineData("""{"x_variants":{"a":1}}""", false)]
    [InlineData("""{"x_prices":{}}""", true)]
    [InlineData("""{"x_tiers":[]}""", true)]
    [InlineData("""{"x_prices":null}""", true)]
    [InlineData("""{"x_prices":3}""", true)]
    [InlineData("""{"prices_x":{"a":1}}""", true)]
    [InlineData("""{"X_PRICES":{"a":1}}""", true)]
    public async Task A_table_that_is_not_understood_makes_a_price_incomplete_wherever_it_stands(string table, bool complete)
    {
        string price = "\"billing_type\":\"per_call\",\"model_price\":1";

        Assert.Equal(complete, (await Find($$$"""{"data":{{{{price}}},{{{table[1..]}}}}"""))!.IsComplete);
        Assert.Equal(complete, (await Find($$$"""{"data":{"pricing":{{{{price}}}},{{{table[1..]}}}}"""))!.IsComplete);
        Assert.Equal(complete, (await Find($$$"""{"data":{"pricing":{{{{price}}},{{{table[1..]}}}}}"""))!.IsComplete);
    }

    [Theory]
    [InlineData("99999", true)]
    [InlineData("100000", false)]
    [InlineData("79228162514264337593543950335", false)]
    [InlineData("1e400", false)]
    [InlineData("-1", false)]
    [InlineData("0", false)]
    public async Task A_price_that_none_can_be_is_not_told(string price, bool told) =>
        Assert.Equal(told, await Find($$$"""{"data":{"billing_type":"per_call","model_price":{{{price}}}}}""") is { Price: not null });

    [Theory]
    [InlineData("""{"duration":5,"resolution":"720p","n":0}""", 0.71)]
    [InlineData("""{"duration":5,"resolution":"720p","n":-3}""", 0.71)]
    [InlineData("""{"duration":5,"resolution":"720p","n":1.5}""", 1.42)]
    [InlineData("""{"duration":5,"resolution":"720p","n":"2"}""", 1.42)]
    [InlineData("""{"duration":5,"resolution":"720p","n":2,"sample_count":3}""", 2.13)]
    [InlineData("""{"duration":5,"resolution":"720p","n":1000}""", 710.0)]
    [InlineData("""{"duration":5,"resolution":"720p","n":1001}""", null)]
    [InlineData("""{"duration":5,"resolution":"720p","n":1e300}""", null)]
    [InlineData("""{"duration":2147483647,"resolution":"720p","n":1000}""", 304942677874.0)]
    public async Task A_request_for_several_videos_costs_each_of_them_and_one_for_numberless_ones_cannot_be_told(string body, double? cost) =>
        Assert.Equal((decimal?)cost, Estimate(await Find(Seconds), null, body));

    [Theory]
    [InlineData("""{"rule":"oneOf","values":["8","-1","4","12"]}""", "{}", 0.264, 1.704)]
    [InlineData("""{"rule":"oneOf","values":["8","-1","4","12"]}""", """{"length":"8"}""", 0.528, 1.136)]
    [InlineData("""{"rule":"oneOf","values":["8","-1","4","12"]}""", """{"length":-1}""", 0.264, 1.704)]
    [InlineData("""{"rule":"oneOf","values":["8","auto","4"]}""", """{"length":"auto"}""", 0.264, 1.136)]
    [InlineData("""{"rule":"range","minimum":2,"maximum":20}""", "{}", 0.132, 2.84)]
    [InlineData("""{"rule":"range","minimum":0,"maximum":20}""", "{}", 0.066, 2.84)]
    [InlineData("""{"rule":"range","minimum":-1,"maximum":20}""", "{}", 0.066, 2.84)]
    [InlineData("""{"rule":"range","maximum":20}""", "{}", 0.066, 2.84)]
    [InlineData("""{"rule":"range","minimum":2}""", "{}", null, null)]
    [InlineData("""{"rule":"range","minimum":2,"maximum":20}""", """{"quality":"720P"}""", 0.284, 2.84)]
    [InlineData("""{"rule":"range","minimum":2,"maximum":20}""", """{"quality":"480p","length":3}""", 0.198, 0.198)]
    [InlineData("""{"rule":"range","minimum":2,"maximum":20}""", """{"resolution":"480p","length":3}""", 0.198, 0.426)]
    public async Task What_is_left_to_the_server_costs_between_the_cheapest_and_the_dearest_that_the_model_allows(string rule, string body, double? least, double? most)
    {
        using TempFolder folder = new();
        await File.WriteAllTextAsync(folder["m.json"], $$$"""
            {
              "family": "m", "vendor": "v", "source": "s", "standing": "Documented", "models": [ { "name": "m", "description": "d" } ],
              "parameters": [
                { "name": "Duration", "wireName": "length", "type": "{{{(rule.Contains("range", StringComparison.Ordinal) ? "Integer" : "String")}}}", "description": "d", "standing": "Documented", "rules": [ {{{rule[..^1]}}}, "standing": "Documented", "source": "s" } ] },
                { "name": "Resolution", "wireName": "quality", "type": "String", "description": "d", "standing": "Documented" }
              ]
            }
            """, Cancellation);
        VideoModel model = Assert.Single(Apimart.Video.Models.Learned.ModelFile.Read(folder["m.json"]));

        Assert.Equal(((decimal?)least, (decimal?)most), Bounds(await Find(Seconds), model, body));
    }

    /// <summary>Omni-Flash-Ext, price a call (2026-08): by resolution and length, and with a video by resolution alone.</summary>
    [Theory]
    [InlineData("""{"duration":4,"resolution":"4k"}""", 0.75)]
    [InlineData("""{"duration":10,"resolution":"720p"}""", 0.40)]
    [InlineData("""{"duration":10,"resolution":"720p","video_urls":["https://a.example/a.mp4"]}""", 0.08)]
    [InlineData("""{"duration":4,"resolution":"4k","video_urls":["https://a.example/a.mp4"]}""", 0.24)]
    public async Task The_last_known_price_is_another_one_with_a_video(string body, double cost)
    {
        CostEstimate estimate = await PriceTable.Offline(ModelCatalogue.Default).EstimateAsync("Omni-Flash-Ext", System.Text.Encoding.UTF8.GetBytes(body), Cancellation);

        Assert.Equal(((decimal?)cost, "2026-08"), (estimate.Cost, estimate.Date));
    }

    [Theory]
    [InlineData("Omni-Flash-Ext", """{"duration":4,"resolution":"4k"}""", 0.75)]
    [InlineData("Omni-Flash-Ext", """{"duration":4,"resolution":"4k","video_urls":[]}""", null)]
    [InlineData("veo3.1-fast", """{"duration":8}""", 1.2)]
    [InlineData("sora-2-nobody", """{"duration":8}""", null)]
    public async Task What_is_given_without_a_price_of_its_own_has_the_usual_one_or_none(string model, string body, double? cost) =>
        Assert.Equal((decimal?)cost, (await PriceTable.Offline(ModelCatalogue.Default).EstimateAsync(model, System.Text.Encoding.UTF8.GetBytes(body), Cancellation)).Cost);

    [Theory]
    [InlineData(true, 5, 5)]
    [InlineData(false, 5, 10)]
    public async Task A_server_that_cannot_be_reached_is_not_tried_for_each_model(bool isAway, int first, int both)
    {
        int requests = 0;
        using PriceClient prices = new(new ApimartClientOptions
        {
            ApiKey = Key,
            BaseUri = new Uri("http://127.0.0.1:1"),
            TimeProvider = Time,
            Handler = new Failing(() =>
            {
                requests++;
                return isAway ? throw new HttpRequestException("away") : new HttpResponseMessage(System.Net.HttpStatusCode.InternalServerError);
            }),
        });
        PriceTable table = PriceTable.Of(prices, ModelCatalogue.Default);

        CostEstimate one = await table.EstimateAsync("sora-2", "{}"u8.ToArray(), Cancellation);
        Assert.Equal((null, first), (one.Cost, requests));

        CostEstimate other = await table.EstimateAsync("veo3.1-fast", "{}"u8.ToArray(), Cancellation);
        Assert.Equal((null, both), (other.Cost, requests));
        Assert.Contains("the price could not be read", other.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_discount_is_told_from_where_the_price_stands_before_what_stands_beside_it() =>
        Assert.Equal(0.6m, (await Find("""{"data":{"discount_rate":0.9,"pricing":{"billing_type":"per_call","model_price":1,"discount_rate":0.6}}}"""))!.DiscountRate);

    [Fact]
    public async Task The_public_pages_never_see_the_key()
    {
        using ScriptedServer server = Server(Seconds, """{"success":true,"data":{"models":[]}}""");
        using PriceClient prices = Prices(server);

        await prices.FindAsync("m", Cancellation);
        await foreach (ModelPrice _ in prices.ListAsync(Cancellation))
        {
        }

        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, request =>
        {
            Assert.DoesNotContain("Authorization", request, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Key, request, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_list_that_gives_the_same_page_for_ever_comes_to_an_end()
    {
        string models = string.Join(',', Enumerable.Range(0, 100).Select(n => $$$"""{"model_name":"m{{{n}}}","pricing":{"starting_price":0.1,"billing_type":"per_second"} }"""));
        string page = $$$"""{"success":true,"data":{"models":[{{{models}}}]} }""";
        using ScriptedServer server = Server(page, page);
        using PriceClient prices = Prices(server);

        Assert.Equal(100, await prices.ListAsync(Cancellation).CountAsync(Cancellation));
    }

    [Theory]
    [InlineData("""{"duration":5,"resolution":"720p"}""", 0.71)]
    [InlineData("""{"duration":5,"resolution":"720P"}""", 0.71)]
    [InlineData("""{"duration":10,"resolution":"480p"}""", 0.66)]
    [InlineData("""{"duration":10}""", 1.42)]
    [InlineData("""{"duration":10,"resolution":"4k"}""", null)]
    [InlineData("""{"resolution":"720p"}""", null)]
    [InlineData("""{"duration":5,"resolution":"720p","video_urls":["https://e.com/a.mp4"]}""", null)]
    [InlineData("""{"duration":5,"resolution":"720p","n":2}""", 1.42)]
    public async Task A_request_by_the_second_costs_its_rate_times_its_length(string body, double? cost) =>
        Assert.Equal((decimal?)cost, Estimate(await Find(Seconds), null, body));

    [Theory]
    [InlineData("seedance-2.0", """{"resolution":"720p"}""", 0.71)]
    [InlineData("veo3.1-fast", """{"resolution":"480p"}""", 0.528)]
    [InlineData("grok-imagine-1.0-video-apimart", """{"quality":"720p"}""", 0.852)]
    public async Task What_is_not_sent_counts_as_documented(string model, string body, double cost) =>
        Assert.Equal((decimal)cost, Estimate(await Find(Seconds), model, body));

    [Theory]
    [InlineData("""{"billing_type":"tokens","model_price":2}""")]
    [InlineData("""{"model_price":2}""")]
    [InlineData("""{"billing_type":"moons","model_price":2}""")]
    [InlineData("""{"billing_type":"per_second","model_price":0.1,"video_ref_per_second_prices":{"720p":1}}""")]
    [InlineData("""{"billing_type":"per_second","model_price":0.1,"billing_variants":[{"x":1}]}""")]
    public async Task A_price_that_is_not_understood_makes_the_cost_unknown(string data) =>
        Assert.Null(Estimate(await Find($$"""{"success":true,"data":{{data}}}"""), null, """{"duration":5}"""));

    [Fact]
    public void No_price_makes_the_cost_unknown() => Assert.Null(Estimate(null, "sora-2", """{"duration":5}"""));

    [Fact]
    public async Task The_simulator_bills_what_its_price_page_says()
    {
        await using SimulatorServer simulator = SimulatorServer.Start();
        using PriceClient prices = new(Options(simulator.BaseUri, "sk-none"));
        using ApimartClient client = new(Options(simulator.BaseUri, simulator.ApiKey));
        foreach (VideoRequest request in (VideoRequest[])
        [
            new() { Model = "veo3.1-fast", Prompt = "p" },
            new() { Model = "Omni-Flash-Ext", Prompt = "p", Parameters = new Dictionary<string, object?> { ["Resolution"] = "4k", ["Duration"] = 8 } },
            new() { Model = "grok-imagine-1.0-video-apimart", Prompt = "p", Parameters = new Dictionary<string, object?> { ["Duration"] = 12 } },
        ])
        {
            string body = System.Text.Encoding.UTF8.GetString(ModelCatalogue.Default.Prepare(request).Body.Span);
            await client.SubmitAsync(request, Cancellation);

            Assert.Equal(simulator.Bill.Last().Amount, Estimate(await prices.FindAsync(request.Model, Cancellation), request.Model, body));
        }
    }

    [Fact]
    public async Task The_simulators_list_has_every_model_once()
    {
        await using SimulatorServer simulator = SimulatorServer.Start();
        using PriceClient prices = new(Options(simulator.BaseUri, "sk-none"));

        ModelPrice[] listed = await prices.ListAsync(Cancellation).ToArrayAsync(Cancellation);

        Assert.Equal(ModelCatalogue.Default.Models.Select(model => model.Name), listed.Select(price => price.Model));
        Assert.All(listed, price => Assert.True(price is { IsStartingPrice: true, Price: > 0 }));
    }

    private async Task<ModelPrice?> Find(string body)
    {
        using ScriptedServer server = Server(body);
        using PriceClient prices = Prices(server);
        return await prices.FindAsync("m", Cancellation);
    }

    private async Task<ModelPrice[]> List(string models)
    {
        using ScriptedServer server = Server($$$"""{"success":true,"data":{"models":[{{{models}}}]}}""");
        using PriceClient prices = Prices(server);
        return await prices.ListAsync(Cancellation).ToArrayAsync(Cancellation);
    }

    private static decimal? Estimate(ModelPrice? price, string? model, string body) => Bounds(price, model, body).Most;

    private static (decimal? Least, decimal? Most) Bounds(ModelPrice? price, string? model, string body)
    {
        VideoModel? known = null;
        _ = model is not null && ModelCatalogue.Default.TryFind(model, out known);
        return Bounds(price, known, body);
    }

    private static (decimal? Least, decimal? Most) Bounds(ModelPrice? price, VideoModel? model, string body)
    {
        CostEstimate estimate = CostEstimate.Of(price, model, System.Text.Json.JsonDocument.Parse(body).RootElement);
        return (estimate.Least, estimate.Cost);
    }

    private sealed class Failing(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer());
    }
}
