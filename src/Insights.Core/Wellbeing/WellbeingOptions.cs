namespace Insights.Core.Wellbeing;

/// <summary>How close together the pages stand.</summary>
public enum Density
{
    /// <summary>With room around everything.</summary>
    Comfortable,

    /// <summary>Closer together.</summary>
    Compact,
}

/// <summary>In which colours the pages appear.</summary>
public enum ColourScheme
{
    /// <summary>As the person's own system says.</summary>
    System,

    /// <summary>Light.</summary>
    Light,

    /// <summary>Dark.</summary>
    Dark,
}

/// <summary>How the product treats somebody: as it looks, and when it leaves them alone. As the organisation says, it is the default of everyone.</summary>
public sealed record WellbeingOptions
{
    /// <summary>Whether everything appears without colour.</summary>
    public bool Greyscale { get; init; }

    /// <summary>How close together the pages stand.</summary>
    public Density Density { get; init; }

    /// <summary>Whether pages leave out how many there are of something.</summary>
    public bool HideVolumes { get; init; }

    /// <summary>Whether single keys are shortcuts.</summary>
    public bool SingleKeys { get; init; } = true;

    /// <summary>In which colours the pages appear.</summary>
    public ColourScheme ColourScheme { get; init; }

    /// <summary>When no mail is sent and no count stands beside the bell; null for never.</summary>
    public QuietHours? QuietHours { get; init; }
}
