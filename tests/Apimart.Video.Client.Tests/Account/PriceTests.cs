using Apimart.Video.Account;
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

    private static decimal? Estimate(ModelPrice? price, string? model, string body)
    {
        VideoModel? known = null;
        _ = model is not null && ModelCatalogue.Default.TryFind(model, out known);
        return CostEstimate.Of(price, known, System.Text.Json.JsonDocument.Parse(body).RootElement).Cost;
    }
}
