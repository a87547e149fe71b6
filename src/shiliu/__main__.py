from shiliu.site.command import main

main()
