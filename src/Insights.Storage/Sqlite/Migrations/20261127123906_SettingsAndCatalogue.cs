using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SettingsAndCatalogue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "At",
                table: "policy_clause",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "By",
                table: "policy_clause",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RetireReason",
                table: "policy_clause",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RetiredAt",
                table: "policy_clause",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RetiredBy",
                table: "policy_clause",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Reworded",
                table: "policy_clause",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "RuleSetVersion",
                table: "policy_clause",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "At",
                table: "list_entry",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "By",
                table: "list_entry",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Earlier",
                table: "list_entry",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<int>(
                name: "RuleSetVersion",
                table: "list_entry",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "list_entry",
                type: "INTEGER",
                nullable: false,
                // The codes that are there were added once; commands name 0 for what is new.
                defaultValue: 1);

            migrationBuilder.CreateTable(
                name: "personal_settings",
                columns: table => new
                {
                    PersonId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Greyscale = table.Column<bool>(type: "INTEGER", nullable: true),
                    Density = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    HideVolumes = table.Column<bool>(type: "INTEGER", nullable: true),
                    SingleKeys = table.Column<bool>(type: "INTEGER", nullable: true),
                    ColourScheme = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Quiet = table.Column<bool>(type: "INTEGER", nullable: true),
                    QuietHours = table.Column<string>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_personal_settings", x => x.PersonId);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "personal_settings");

            migrationBuilder.DropColumn(
                name: "At",
                table: "policy_clause");

            migrationBuilder.DropColumn(
                name: "By",
                table: "policy_clause");

            migrationBuilder.DropColumn(
                name: "RetireReason",
                table: "policy_clause");

            migrationBuilder.DropColumn(
                name: "RetiredAt",
                table: "policy_clause");

            migrationBuilder.DropColumn(
                name: "RetiredBy",
                table: "policy_clause");

            migrationBuilder.DropColumn(
                name: "Reworded",
                table: "policy_clause");

            migrationBuilder.DropColumn(
                name: "RuleSetVersion",
                table: "policy_clause");

            migrationBuilder.DropColumn(
                name: "At",
                table: "list_entry");

            migrationBuilder.DropColumn(
                name: "By",
                table: "list_entry");

            migrationBuilder.DropColumn(
                name: "Earlier",
                table: "list_entry");

            migrationBuilder.DropColumn(
                name: "RuleSetVersion",
                table: "list_entry");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "list_entry");
        }
    }
}
