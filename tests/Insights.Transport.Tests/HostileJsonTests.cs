using System.Net;
using System.Text;

namespace Insights.Transport.Tests;

/// <summary>Bodies made to trip the server: each is a 400 with a code that tells nothing back.</summary>
public sealed class HostileJsonTests : IAsyncLifetime
{
    private LoopbackHost _host = null!;

    public async Task InitializeAsync() => _host = await LoopbackHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public static TheoryData<string, string> Bodies => new()
    {
        { "", TransportCodes.JsonInvalid },
        { "canary", TransportCodes.JsonInvalid },
        { """{"query":"echo canary""", TransportCodes.JsonInvalid },
        { """{"query":"echo"} canary""", TransportCodes.JsonInvalid },
        { """{"query":"echo",}""", TransportCodes.JsonInvalid },
        { """{"query":"echo"/*canary*/}""", TransportCodes.JsonInvalid },
        { """{"query":"canary","query":"echo"}""", TransportCodes.JsonInvalid },
        { """{"query":"canary","\u0071uery":"echo"}""", TransportCodes.JsonInvalid },
        { """{"query":"echo","variables":{"canary":1,"canary":2}}""", TransportCodes.JsonInvalid },
        { """{"query":"canary\ud800"}""", TransportCodes.JsonInvalid },
        { """{"query":"\udc00\ud800canary"}""", TransportCodes.JsonInvalid },
        { """{"query":"echo","operationName":"\ud83d"}""", TransportCodes.JsonInvalid },
        { """{"query":"echo","variables":{"canary":["\udfff"]}}""", TransportCodes.JsonInvalid },
        { """{"query":"echo","variables":{"canary\ud800":1}}""", TransportCodes.JsonInvalid },
        { """{"query":"echo","extensions":{"a":"\ud800"}}""", TransportCodes.JsonInvalid },
        { """{"query":"echo","ignored":"\ud800"}""", TransportCodes.JsonInvalid },
        { """[{"query":"canary"}]""", TransportCodes.BatchUnsupported },
        { "[]", TransportCodes.BatchUnsupported },
        { "null", TransportCodes.RequestInvalid },
        { "\"canary\"", TransportCodes.RequestInvalid },
        { "7", TransportCodes.RequestInvalid },
        { "{}", TransportCodes.QueryMissing },
        { """{"query":null}""", TransportCodes.QueryMissing },
        { """{"Query":"canary"}""", TransportCodes.QueryMissing },
        { """{"query":7}""", TransportCodes.RequestInvalid },
        { """{"query":["canary"]}""", TransportCodes.RequestInvalid },
        { """{"query":"echo","operationName":7}""", TransportCodes.RequestInvalid },
        { """{"query":"echo","operationName":{"canary":1}}""", TransportCodes.RequestInvalid },
        { """{"query":"echo","variables":"canary"}""", TransportCodes.RequestInvalid },
        { """{"query":"echo","variables":["canary"]}""", TransportCodes.RequestInvalid },
        { """{"query":"echo","extensions":false}""", TransportCodes.RequestInvalid },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_hostile_body_is_refused_without_an_echo(string body, string code)
    {
        using var response = await _host.PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, await response.CodeAsync());
        Assert.DoesNotContain("canary", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", _host.Log.All, StringComparison.Ordinal);
        Assert.Equal(0, _host.Runner.Started);
    }

    [Theory]
    [InlineData("""{"query":"echo""", new byte[] { 0xC3, 0x28 })]
    [InlineData("""{"query":"echo""", new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData("""{"query":"echo""", new byte[] { 0xFF })]
    [InlineData("""{"query":"echo""", new byte[] { 0x00 })]
    public async Task Bytes_that_are_no_text_are_refused(string start, byte[] bytes)
    {
        using var response = await _host.PostAsync([.. Encoding.UTF8.GetBytes(start), .. bytes, .. "\"}"u8]);

        Assert.Equal(TransportCodes.JsonInvalid, await response.CodeAsync());
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public async Task Deep_nesting_is_refused(string opening)
    {
        var nested = string.Concat(Enumerable.Repeat(opening, 20_000));
        using var response = await _host.PostAsync($$"""{"query":"echo","variables":{"a":{{nested}}""");

        Assert.Equal(TransportCodes.JsonInvalid, await response.CodeAsync());
    }

    [Fact]
    public async Task Thousands_of_colliding_members_are_answered_at_once()
    {
        var members = string.Join(',', Enumerable.Range(0, 15_000).Select(n => $"\"m{n}\":{n}"));
        using var response = await _host.PostAsync($$$"""{"query":"echo","variables":{{{{members}}}}}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_surrogate_pair_and_every_plane_pass()
    {
        using var response = await _host.PostAsync("""{"query":"echo","variables":{"a":"\ud83d\ude00 \u0000 é 漢 😀"}}""");

        var variables = (await response.BodyAsync()).GetProperty("data").GetProperty("Variables");
        Assert.Equal("😀 \0 é 漢 😀", variables.GetProperty("a").GetString());
    }
}
