BeforeDiscovery {
    $examples = @(
        foreach ($page in Get-ChildItem (Join-Path $PSScriptRoot ../../docs/en-US) -Filter *-*.md) {
            $text = [regex]::Match((Get-Content $page -Raw), '(?s)\n## EXAMPLES\n(.*?)\n## PARAMETERS').Groups[1].Value
            foreach ($example in $text -split '(?m)^(?=### )' | Where-Object { $_.Trim() }) {
                $title = [regex]::Match($example, '^### (.*)').Groups[1].Value.Trim()
                $code = [regex]::Matches($example, '(?s)```powershell\n(.*?)```') | ForEach-Object { $_.Groups[1].Value }
                @{ Command = $page.BaseName; Title = $title; Code = $code -join "`n" }
            }
        }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
    Import-Module "$PSScriptRoot/Snippets.psm1" -Force
}

Describe 'The examples of the pages' {
    BeforeAll {
        $place = Open-SnippetHome
    }

    AfterAll {
        Close-SnippetHome $place
    }

    It '<Command>, <Title>, runs' -ForEach $examples {
        Test-Snippet $place $Code
    }
}
