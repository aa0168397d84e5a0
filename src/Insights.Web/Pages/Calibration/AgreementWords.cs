using System.Globalization;
using Insights.Core.Calibration;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Calibration;

/// <summary>How coefficients are said.</summary>
internal static class AgreementWords
{
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    /// <summary>As in <c>0.74 (0.41 to 1.00)</c>; where all answers are the same there is nothing that alpha could tell.</summary>
    public static string Said(Coefficient? coefficient) => coefficient switch
    {
        null => Texts.T("says nothing: all are the same"),
        { Low: { } low, High: { } high } => Texts.T("{0} ({1} to {2})", Number(coefficient.Value), Number(low), Number(high)),
        _ => Number(coefficient.Value),
    };

    public static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
