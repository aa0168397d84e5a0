using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Names of persons. Their shapes prove little, so they only warn.</summary>
internal static partial class NameRules
{
    /// <summary>Words that open institutions, papers and roles rather than names.</summary>
    private static readonly FrozenSet<string> NotNames = (
        "Head Chief Director Manager Managers Counsel Advisory Steering Second First Third Fourth Reader Readers Senior Junior Duty Desk Panel Bench Bureau Directorate Branch Division Rights Labeller Labellers Annotator Annotators Expert Experts Staff Vice Deputy Policy Policies Operations Legal Review Trust Trusted Safety Team Teams Board Committee Office Department Ministry Convention Protocol Act Code Court Council "
        + "Commission Agency Unit Units Group Service Services Centre Center Section Clause Guidelines Guideline Report Reports Regional Global Local Child "
        + "Protection Quality Data Model Models Platform Appeals Appeal Calibration Escalation Escalations Triage Lead Leads Owner Owners Approver Specialist Specialists "
        + "Reviewer Reviewers Moderator Moderators Flagger Flaggers Analyst Analysts Agent Agents Officer Officers Member Members User Users The This That These A An And Or Of For In On At By To Not No All Any Each Our Their Rate Value "
        + "Annex Appendix Part Chapter Article Table Figure Version Draft Final General Standard Standards Internal External Privacy Research Training "
        + "Engineering Product Products Compliance Vendor Vendors Partner Partners Law Laws Enforcement Media Public Private North South East West United National European International Federal State States "
        + "Pasukan Jabatan Kementerian Dasar Undang Laporan Bahagian Pihak Suruhanjaya Lembaga Majlis Chairman Chair President Speaker Justice Minister Judge Registrar Ombudsman Commissioner Entity Recognition January February March April May June July August September "
        + "October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Working Task Force Community Support Content Integrity Risk Security Information Human Rights Online Digital Network Foundation Institute University School College Hospital "
        + "Pengerusi Pengarah Presiden Hakim Menteri Peguam Ketua Setiausaha Pegawai Präsident Präsidentin Vorsitzender Vorsitzende Richter Richterin Ministerin Président Présidente Ministre Juge Directeur Directrice Presidente Presidenta Ministro Ministra Juez Directora "
        + "Police Interpol Europol Union Parliament Senate House Assembly Secretary Secretariat Authority Regulator Company Corporation Inc Ltd Limited Group GmbH Association Society Federation Hotline Helpline Tip Line Field Fields Column Row Header Title Name Names Sample Example "
        + "Roman Times New Budapest Berne Vienna Geneva Hague Lanzarote Optional Kappa Alpha Test Index Scale Rule Rules House Shift Night Day Morning Language Locale Market Area Queue Cluster Gap Precedent Decision Question Label Labels Set Sets Type Types List Lists Default Status Category Template Form Entry Item Tag Attribute Property Description Record Placeholder").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static void Apply(Sweep sweep)
    {
        foreach (Match match in Titled().Matches(sweep.Text)) Name(sweep, match.Groups["name"], 1, "name-title");
        foreach (Match match in Announced().Matches(sweep.Text)) Name(sweep, match.Groups["name"], 2, "name-cue");
        foreach (Match match in Followed().Matches(sweep.Text)) Name(sweep, match.Groups["name"], 2, "name-role");
    }

    private static void Name(Sweep sweep, Group name, int atLeast, string rule)
    {
        var words = name.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length >= atLeast && !words.Any(NotNames.Contains) && !words.All(word => word.Length > 1 && word.All(char.IsUpper)))
            sweep.Found(name.Index, name.Index + name.Length, FindingType.PersonName, rule, FindingTier.C);
    }

    private const string Word = @"(?:\p{Lu}(?:[\p{L}'-]{1,24}|\.))";
    private const string Particle = @"(?:(?:bin|binti|bte|a/l|a/p|van|von|de|der|den|la|del|da|dos|al|el|ibn|y) ){0,2}";

    [GeneratedRegex(@"\b(?:Mrs?|Ms|Mx|Miss|Mdm|Dr|Prof|Professor|Sir|Dame|Encik|En|Puan|Pn|Cik|Cikgu|Ustaz|Ustazah|Tuan|Datuk Seri|Datuk|Dato' Seri|Dato'?|Datin|Tan Sri|Tun|Haji|Hajah|Herrn?|Frau|Se[ñn]ora?|Se[ñn]orita|Sra|Srta|Don|Do[ñn]a|Madame|Monsieur|Mme|Mlle|Sgt|Inspector|Inspektor|Detective|Constable)(?!\w)\.? {1,2}(?<name>\p{Lu}[\p{L}'-]{1,24}(?: " + Particle + Word + "){0,3})")]
    private static partial Regex Titled();

    [GeneratedRegex(@"(?<![\p{L}-])(?:(?i:(?:reported|submitted|written|reviewed|approved|signed|filed|drafted|labelled|annotated|escalated|appealed|sent|posted|uploaded|translated|prepared|checked|handled|appeal|complaint|report|statement|letter|call|e-?mail|message) by|(?:letter|e-?mail|message|call|statement|complaint|appeal|report) from|spoke (?:to|with)|talked to|met with|interviewed|named|first name|last name|name is|nama ialah|nama penuh|full name|nama|named as|contact person|dilaporkan oleh|ditulis oleh|disemak oleh|oleh|gemeldet von|geschrieben von|signal[ée] par|r[ée]dig[ée] par|reportado por|escrito por|known as|surname|suspect|victim|mother|father|guardian|teacher|parent|uncle|aunt|brother|sister|neighbour|coach|sincerely|regards|signed)[:,]?|(?i:name(?: of (?:the )?(?:reporter|user|uploader|caller|witness|reviewer|moderator|child|parent|guardian|victim|suspect|owner|holder|contact|complainant|appellant|author|sender))?|witness|author|moderator|reviewer|analyst|agent|officer|caller|contact|from|cc|attn|owner|nom|nombre)(?: ?:)|(?:moderator|reviewer|analyst|agent|officer|specialist|colleague|supervisor|investigator|detective|labeller|annotator|translator|witness|caller|suspect|complainant|appellant|penyemak|penganalisis)) {0,2}(?<name>" + Word + "(?: " + Particle + Word + "){1,3})")]
    private static partial Regex Announced();

    /// <summary>O. Brandt (reviewer); Mei Chen, moderator.</summary>
    [GeneratedRegex(@"(?<![\p{L}.'-] ?)(?<name>" + Word + "(?: " + Particle + Word + @"){1,3})(?: \(|, (?:the |an? |our )?)(?:moderator|reviewer|analyst|officer|labeller|annotator|investigator|teacher|witness|caller|suspect|victim|parent|specialist)\b")]
    private static partial Regex Followed();
}
