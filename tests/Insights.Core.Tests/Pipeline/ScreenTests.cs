using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using Insights.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Pipeline;

public sealed class ScreenTests
{
    [Fact]
    public async Task Queries_of_one_scope_screen_side_by_side()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var scope = database.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(SomePeople.Specialist);
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();

        var all = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => mediator.Send(
            new FindLookAlikes(Some.Ambiguity() with { Title = $"Title {i}", InterimHandling = $"Handled {i}", ProposedRemedy = $"Remedy {i}" }, null, 5)))));

        Assert.All(all, found => Assert.False(found.Refused));
    }

    [Fact]
    public void A_text_that_was_never_checked_is_a_fault_and_the_fault_does_not_repeat_it()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => new Screen(Guard.Default).Of("Ask somebody@example.com"));

        Assert.DoesNotContain("somebody", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\n")]
    public void Blank_is_nothing(string? text) => Assert.Null(new Screen(Guard.Default).Of(text));
}
