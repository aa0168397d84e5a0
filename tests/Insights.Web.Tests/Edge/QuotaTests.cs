using System.Net;
using System.Text.Json;
using Insights.Testing;
using Insights.Web.Hosting;

namespace Insights.Web.Tests.Edge;

public sealed class QuotaTests
{
    [Fact]
    public async Task One_person_who_asks_too_much_is_told_when_to_come_back_in_a_form_they_can_read_and_nobody_else_is()
    {
        await using var app = await RunningApp.WithPeopleOnlyAsync("--Insights:Edge:RequestsPerPerson=4", "--Insights:Edge:WritesPerPerson=3");
        using var greedy = app.ClientOf("specialist-a");
        using (var first = await greedy.GetAsync("/reports"))
        {
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            Assert.Equal("\"person\";q=4;w=60", first.Headers.GetValues("RateLimit-Policy").Single());
            Assert.Equal("\"person\";r=3;t=15", first.Headers.GetValues("RateLimit").Single());
        }

        using var page = await RefusedAsync(greedy, HttpMethod.Get, "/reports", "text/html");
        Assert.Contains("Too much at once", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var problem = await RefusedAsync(greedy, HttpMethod.Get, "/feed", "application/x-ndjson");
        Assert.Equal("application/problem+json", problem.Content.Headers.ContentType!.MediaType);
        Assert.Equal("RATE_LIMITED", JsonDocument.Parse(await problem.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString());
        using var error = await RefusedAsync(greedy, HttpMethod.Post, "/graphql", "application/graphql-response+json");
        Assert.Equal("application/graphql-response+json", error.Content.Headers.ContentType!.MediaType);
        Assert.Equal("RATE_LIMITED", JsonDocument.Parse(await error.Content.ReadAsStringAsync()).RootElement.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());

        using var other = app.ClientOf("specialist-b");
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/reports")).StatusCode);
        foreach (var free in new[] { "/css/insights.css", "/favicon.svg" })
            Assert.Equal(HttpStatusCode.OK, (await greedy.GetAsync(free)).StatusCode);
    }

    [Fact]
    public async Task One_address_is_limited_whoever_it_says_it_is_and_more_tightly_where_keys_fail()
    {
        await using var app = await RunningApp.WithPeopleOnlyAsync("--Insights:Edge:RequestsPerAddress=60", "--Insights:Edge:FailuresPerAddress=5", "--Insights:Edge:SignInsPerAddress=2");
        using var guessing = app.ClientWith("ins_" + new string('a', 43));
        Assert.Equal([401, 429], await StatusesAsync(() => guessing.GetAsync("/scenarios.jsonl")));
        // One that opens something is let in, from the same address.
        using (var program = app.ClientOf("model-team-classifiers"))
            Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/scenarios.jsonl")).StatusCode);
        using var browser = new Browsing(app.Address);
        Assert.Equal([422, 429], await StatusesAsync(() => browser.PostAsync("/sign-in", [("handle", "nobody")])));

        // Those at a browser go on while keys from their address fail.
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/sign-in")).Answer.StatusCode);
        Assert.Equal([200, 429], await StatusesAsync(async () => (await browser.GetAsync("/sign-in")).Answer));
    }

    [Fact]
    public async Task The_health_of_the_process_is_told_however_much_its_address_asks_and_whatever_comes_with_it()
    {
        await using var app = await RunningApp.WithPeopleOnlyAsync("--Insights:Edge:RequestsPerAddress=2", "--Insights:Edge:RequestsPerPerson=2", "--Insights:Edge:FailuresPerAddress=1");
        using var guessing = app.ClientWith("ins_" + new string('a', 43));
        using var greedy = app.ClientOf("specialist-a");
        foreach (var client in new[] { guessing, greedy })
        {
            foreach (var address in new[] { "/healthz", "/healthz/ready" })
            {
                for (var n = 0; n < 5; n++)
                    Assert.Equal("ok", await client.GetStringAsync(address));
            }
        }

        Assert.Equal([404, 429], await StatusesAsync(() => greedy.GetAsync("/healthz/other")));
    }

    [Theory]
    [InlineData(119)]
    [InlineData(7)]
    [InlineData(12_000)]
    public async Task So_many_a_minute_come_back_as_are_said_and_no_fewer(int perMinute)
    {
        using var quota = new Quota<int>("address", perMinute);
        while (quota.Take(1))
        {
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var taken = 0;
        var enough = Math.Max(1, perMinute / 30);
        while (taken < enough && watch.Elapsed < TimeSpan.FromMinutes(1))
        {
            if (quota.Take(1))
                taken++;
            else
                await Task.Delay(20);
        }

        Assert.Equal(enough, taken);
    }

    [Fact]
    public async Task Posted_forms_are_limited_before_reading_is()
    {
        await using var app = await RunningApp.WithPeopleOnlyAsync("--Insights:Edge:WritesPerPerson=2");
        using var who = app.ClientOf("specialist-a");
        Assert.Equal([422, 429], await StatusesAsync(() => who.PostAsync("/report", new FormUrlEncodedContent([KeyValuePair.Create("act", "save")]))));
        Assert.Equal(HttpStatusCode.OK, (await who.GetAsync("/reports")).StatusCode);
    }

    [Fact]
    public void A_multitude_of_addresses_takes_no_more_memory_than_the_places_there_are()
    {
        using var quota = new Quota<int>("address", 1_000);
        long Fill(int from, int count)
        {
            for (var n = from; n < from + count; n++)
                quota.Take(AddressPlace.Of(new IPAddress([0x20, 0x01, 0x0d, 0xb8, (byte)(n >> 16), (byte)(n >> 8), (byte)n, 0, 0, 0, 0, 0, 0, 0, 0, 1])));
            return GC.GetTotalMemory(forceFullCollection: true);
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var some = Fill(0, 200_000);
        var many = Fill(200_000, 800_000);

        Assert.True(some - before < 32 << 20, $"{some - before} bytes for {AddressPlace.Places} places");
        Assert.True(many - some < 4 << 20, $"{many - some} bytes more");
    }

    [Fact]
    public void An_address_has_one_place_and_a_network_of_one_customer_too()
    {
        Assert.Equal(AddressPlace.Of(IPAddress.Parse("192.0.2.1")), AddressPlace.Of(IPAddress.Parse("::ffff:192.0.2.1")));
        Assert.Equal(AddressPlace.Of(IPAddress.Parse("2001:db8:1:2::1")), AddressPlace.Of(IPAddress.Parse("2001:db8:1:2:ffff::9")));
        Assert.True(Enumerable.Range(0, 250).Select(n => AddressPlace.Of(IPAddress.Parse($"192.0.2.{n}"))).Distinct().Count() > 230);
    }

    /// <summary>The statuses that came, each once, until there was one too many; on a slow machine a quota refills meanwhile.</summary>
    private static async Task<List<int>> StatusesAsync(Func<Task<HttpResponseMessage>> send)
    {
        var statuses = new List<int>();
        for (var n = 0; n < 400 && !statuses.Contains(429); n++)
        {
            using var answer = await send();
            statuses.Add((int)answer.StatusCode);
        }

        return [.. statuses.Distinct()];
    }

    private static async Task<HttpResponseMessage> RefusedAsync(HttpClient client, HttpMethod method, string address, string accept)
    {
        HttpResponseMessage answer;
        var tries = 0;
        do
        {
            using var request = new HttpRequestMessage(method, address);
            request.Headers.Add("Accept", accept);
            answer = await client.SendAsync(request);
        }
        while (answer.StatusCode is not HttpStatusCode.TooManyRequests && ++tries < 30);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        return answer;
    }
}
