using Insights.Core.Identity;
using Insights.Core.Wellbeing;
using MediatR;

namespace Insights.Web.Pages.Shared;

/// <summary>How a page appears to whoever looks at it: read once for each request, in one small statement, whoever of the page asks.</summary>
internal sealed class Appearance(IMediator mediator, CurrentActor current, WellbeingOptions organisation)
{
    private Task<Look>? _read;

    public Task<Look> ReadAsync() => _read ??= LookAsync();

    private async Task<Look> LookAsync() =>
        current.OrNull?.May(Permission.KeepOwnSettings) is true && (await mediator.Send(new ReadMySettings())).Succeeded(out var mine)
            ? new Look(mine.InForce.Greyscale, mine.InForce.Density, mine.InForce.HideVolumes, mine.InForce.SingleKeys, mine.InForce.ColourScheme, mine.QuietNow)
            : new Look(organisation.Greyscale, organisation.Density, organisation.HideVolumes, organisation.SingleKeys, organisation.ColourScheme, Quiet: false);
}

/// <summary>What of somebody's settings a page shows.</summary>
public sealed record Look(bool Greyscale, Density Density, bool HideVolumes, bool SingleKeys, ColourScheme ColourScheme, bool Quiet)
{
    /// <summary>The classes of the document; the style sheet does the rest.</summary>
    public string? Classes => string.Join(' ', new[]
    {
        Greyscale ? "calm-grey" : null,
        Density is Density.Compact ? "compact" : null,
        HideVolumes ? "no-volumes" : null,
        ColourScheme switch { ColourScheme.Light => "light", ColourScheme.Dark => "dark", _ => null },
    }.OfType<string>()) is { Length: > 0 } all ? all : null;

    /// <summary>The colour schemes the document supports, for the browser's own parts of it.</summary>
    public string Schemes => ColourScheme switch { ColourScheme.Light => "light", ColourScheme.Dark => "dark", _ => "light dark" };
}
