using System.Net;

namespace Insights.Transport.Tests;

/// <summary>Documents that are sent by their ids.</summary>
public sealed class DocumentIdTests : IAsyncLifetime
{
    private const string Id = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private LoopbackHost _host = null!;

    public async Task InitializeAsync() => _host = await LoopbackHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task An_id_reaches_the_runner_in_the_place_of_a_document()
    {
        using var post = await _host.PostAsync($$$"""{"documentId":"{{{Id}}}","variables":{"a":1}}""");
        using var get = await _host.GetAsync($"documentId={Uri.EscapeDataString(Id)}&variables=%7B%22a%22%3A1%7D");
        using var socket = await _host.ConnectAsync().InitAsync();
        await socket.SayAsync($$$"""{"id":"1","type":"subscribe","payload":{"documentId":"{{{Id}}}"}}""");

        foreach (var response in new[] { post, get })
            Assert.Equal(Id, (await response.BodyAsync()).GetProperty("data").GetString());
        Assert.Equal($$$"""{"id":"1","type":"next","payload":{"data":"{{{Id}}}"}}""", await socket.HearAsync());
    }

    [Theory]
    [InlineData("\"sha256:0123\"")]
    [InlineData("\"sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef\"")]
    [InlineData("\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"")]
    [InlineData("\"md5:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"")]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("{}")]
    public async Task An_id_of_another_form_is_refused(string id)
    {
        using var response = await _host.PostAsync($$"""{"documentId":{{id}}}""");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(TransportCodes.DocumentIdInvalid, await response.CodeAsync());
        Assert.Equal(0, _host.Runner.Started);
    }

    [Fact]
    public async Task An_id_beside_a_document_is_refused()
    {
        using var post = await _host.PostAsync($$"""{"documentId":"{{Id}}","query":"echo"}""");
        using var get = await _host.GetAsync($"documentId={Uri.EscapeDataString(Id)}&query=echo");
        using var twice = await _host.GetAsync($"documentId={Uri.EscapeDataString(Id)}&documentId={Uri.EscapeDataString(Id)}");

        Assert.Equal(TransportCodes.DocumentIdInvalid, await post.CodeAsync());
        Assert.Equal(TransportCodes.DocumentIdInvalid, await get.CodeAsync());
        Assert.Equal(TransportCodes.RequestInvalid, await twice.CodeAsync());
    }
}
