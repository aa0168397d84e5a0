using System.Text.RegularExpressions;
using Bunit;
using Insights.Core.Gaps;
using Insights.Core.Policies;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Insights.Web.Tests.Pages;

/// <summary>Renders components outside a request, with a token that never changes.</summary>
internal sealed partial class Markup : BunitContext
{
    public Markup()
    {
        Services.AddSingleton<AntiforgeryStateProvider>(new StillToken());
        Services.AddSingleton(new GapClocks(new ClockOptions()));
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero)));
    }

    public static PolicyCatalogueView Lists { get; } = new()
    {
        Clauses = [new PolicyClauseView("CS-1.1", "definitions", 1, [new ClauseVersionView(1, "Who counts as a child", "A child is any person under eighteen.", new DateOnly(2025, 2, 1))])],
        Areas = [new CodeView("definitions", "Definitions")],
        Surfaces = [new CodeView("profile", "Profile")],
        Languages = [new CodeView("en", "English")],
        Regions = [new CodeView("global", "Everywhere")],
        Destinations = [new CodeView("legal", "Legal")],
        Terms = [],
        TermsStatus = "pending expert review",
    };

    /// <summary>Markup one line an element, so that a changed snapshot reads well.</summary>
    public string Of<TComponent>(Action<ComponentParameterCollectionBuilder<TComponent>> parameters) where TComponent : IComponent =>
        BetweenElements().Replace(Render(parameters).Markup, ">\n<").Trim();

    [GeneratedRegex(@">\s*<")]
    private static partial Regex BetweenElements();

    private sealed class StillToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken GetAntiforgeryToken() => new("token", "__RequestVerificationToken");
    }
}
