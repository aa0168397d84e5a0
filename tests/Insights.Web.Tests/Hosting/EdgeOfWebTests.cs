using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using EdgeOfWeb = Insights.Web.Hosting.Edge;
using OwnPages = Insights.Web.Hosting.OwnPages;

namespace Insights.Web.Tests.Hosting;

public sealed class EdgeOfWebTests
{
    [Theory]
    [InlineData(null, "http_ports=80")]
    [InlineData(8443, "urls=http://*:80;https://*:8443", "https_port=444")]
    [InlineData(444, "https_port=444", "https_ports=445")]
    [InlineData(445, "http_ports=80", "https_ports=445;446")]
    [InlineData(null, "https_port=none")]
    public void The_port_of_https_is_that_of_the_addresses_or_of_the_settings(int? port, params string[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Split('=')[0], s.Split('=')[1]))).Build();
        Assert.Equal(port, EdgeOfWeb.HttpsPort(configuration));
    }

    [Fact]
    public async Task Whatever_fails_for_one_who_left_is_no_fault_and_for_one_who_waits_it_is()
    {
        var app = new ApplicationBuilder(new ServiceCollection().BuildServiceProvider());
        EdgeOfWeb.UseSilenceForThoseWhoLeft(app);
        app.Run(_ => throw new InvalidOperationException());
        var pipeline = app.Build();

        var left = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) };
        await pipeline(left);
        Assert.Equal(499, left.Response.StatusCode);
        await Assert.ThrowsAsync<InvalidOperationException>(() => pipeline(new DefaultHttpContext()));
    }

    [Theory]
    [InlineData("CONNECT", true)]
    [InlineData("GET", true)]
    [InlineData("POST", false)]
    public async Task A_page_of_elsewhere_may_ask_for_a_socket_whose_own_rule_decides_and_may_change_nothing(string method, bool goesOn)
    {
        var app = new ApplicationBuilder(new ServiceCollection().AddLogging().BuildServiceProvider());
        OwnPages.UseOwnPagesOnly(app);
        var reached = false;
        app.Run(_ =>
        {
            reached = true;
            return Task.CompletedTask;
        });
        var context = new DefaultHttpContext { Request = { Method = method, Path = "/graphql", Host = new HostString("insights.example.com") }, RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        context.Request.Headers.Origin = "https://elsewhere.example.com";
        await app.Build()(context);

        Assert.Equal((goesOn, goesOn ? 200 : 403), (reached, context.Response.StatusCode));
    }
}
