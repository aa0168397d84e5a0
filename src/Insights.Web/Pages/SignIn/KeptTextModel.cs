using System.Text.RegularExpressions;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.SignIn;

/// <summary>A form that was sent and did nothing, to be sent again: its sender was signed out, or it went stale.</summary>
/// <param name="Address">Where it was sent.</param>
/// <param name="Values">What was typed.</param>
/// <param name="Title">What happened.</param>
/// <param name="Lead">What can be done about it; null where its sender has to sign in first.</param>
public sealed partial record KeptTextModel(string Address, FormValues Values, string Title, string? Lead)
{
    public static KeptTextModel SignedOut(string address, FormValues values) => new(address, values, Texts.T("Your session ended; your text is kept"), Lead: null);

    /// <summary>A form that went stale, and as whom it will be sent now.</summary>
    public static KeptTextModel Stale(string address, FormValues values, string? handle = null) =>
        new(address, values, Texts.T("This form was open too long"), handle is null ? PagePost.StaleSentence : $"{PagePost.StaleSentence} {PagePost.SentAs(handle)}");

    /// <summary>Whoever is signed in has no role yet, or none any more.</summary>
    public static KeptTextModel NoRole(string address, FormValues values, string handle) =>
        new(address, values, Texts.T("You have no role here; your text is kept"), Texts.T("Nothing was sent. {0} Once an administrator has given you a role, press the button again.", PagePost.SentAs(handle)));

    /// <summary>The fields whose names may be those of a form of ours; other names are not repeated.</summary>
    public IEnumerable<(string Name, string Value)> Fields => Values.All.Where(f => FieldName().IsMatch(f.Key)).SelectMany(f => f.Value.Select(v => (f.Key, v)));

    [GeneratedRegex("^[a-z][A-Za-z]{0,30}(-[A-Za-z0-9_]{1,40}){0,3}$")]
    private static partial Regex FieldName();
}
